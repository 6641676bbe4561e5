// How many messages a second one core makes from a parsed template and its values.
#include <benchmark/benchmark.h>

#include "content/render.h"

namespace {

using namespace herald::content;

/// 500 characters with four placeholders, a line break and characters that are replaced.
Template sms_template() {
    std::string body =
        "Dear ((name)), your appointment at ((place)) is on ((date)) at ((time)). It’s on the second floor – please "
        "come ten minutes early, and bring a letter that shows your address.\nTo change it, go to "
        "https://appointments.example/change before noon on the day before. ";
    while (body.size() < 500) body += "Text STOP to opt out. ";
    return Template::parse(body.substr(0, 500));
}

Personalisation sms_values() {
    Personalisation values;
    values.set("name", std::string("Amala Okonkwo-Bird"));
    values.set("place", std::string("Quayside Clinic"));
    values.set("date", std::string("3 March 2027"));
    values.set("time", std::string("10:30am"));
    return values;
}

/// 10 kB with ten placeholders: headings, paragraphs, lists, links, an inset and a rule.
EmailTemplate email_template() {
    std::string body;
    int placeholder = 0;
    while (body.size() < 10'000) {
        const std::string section = std::to_string(body.size());
        body += "# Section " + section + "\n\nDear reader, it's time to \"renew\" your permit - don't wait. ";
        if (placeholder < 10) body += "Your reference is ((field " + std::to_string(placeholder++) + ")). ";
        body +=
            "The office moved last year, so please check the address before you come to see us, and bring a "
            "photograph that was taken in the last six months.\n\n## What you need\n\n* your passport\n* a recent "
            "photograph\n* proof of address:\n  * a bill\n  * a bank statement\n\n1. Fill in the form\n2. Pay the "
            "fee\n\n^ You cannot renew after the end date.\n\nGo to [your account](https://account.example/renew?id=" +
            section + ") or https://help.example/permits/" + section +
            " for help.\n\nPlease read this letter with care: it tells you what you must do, what it costs, how long "
            "it takes, and whom to ask if you are not sure of something.\n\n---\n\n";
    }
    return EmailTemplate::parse("Your permit, ((field 1))", body);
}

Personalisation email_values() {
    Personalisation values;
    for (int i = 0; i < 10; ++i) values.set("field " + std::to_string(i), "A-" + std::to_string(i) + " & O'Hara");
    return values;
}

void sms_render_and_count(benchmark::State& state) {
    const Template body = sms_template();
    const Personalisation values = sms_values();
    std::size_t fragments = 0;
    for (auto _ : state) fragments += render_sms(body, values, "Permits").size.fragments();
    benchmark::DoNotOptimize(fragments);
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(sms_render_and_count);

void email_html(benchmark::State& state) {
    const EmailTemplate email = email_template();
    const Personalisation values = email_values();
    EmailPage page;
    page.branding.installation_name = "Herald";
    for (auto _ : state) benchmark::DoNotOptimize(render_email_html(email, values, page));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(email_html);

void email_plain_text(benchmark::State& state) {
    const EmailTemplate email = email_template();
    const Personalisation values = email_values();
    for (auto _ : state) benchmark::DoNotOptimize(render_email_text(email, values));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(email_plain_text);

}  // namespace

BENCHMARK_MAIN();
