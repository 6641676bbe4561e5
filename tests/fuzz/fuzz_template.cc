// Any text as a template: what is filled in, counted and shown to editors.

#include <cstdlib>

#include "base/text.h"
#include "content/render.h"
#include "content/sanitise.h"
#include "content/sms_preview.h"
#include "support/well_formed.h"

namespace {

using namespace herald::content;

void check(bool holds) {
    if (!holds) std::abort();
}

/// A value for every second placeholder, made of the input itself.
Personalisation some_values(const Template& source, std::string_view text) {
    Personalisation values;
    bool is_filled = false;
    for (const std::string& name : source.placeholders())
        if ((is_filled = !is_filled)) values.set(name, std::string(text.substr(0, 100)));
    return values;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Template source = Template::parse(text);
    const Template html = Template::parse_for_html(text);
    const Personalisation values = some_values(source, text);
    check(missing({&source}, values).size() == source.placeholders().size() / 2);
    // Without values a template is what was typed.
    check(fill(source, {}, ListForm::sentence) == text);
    fill_html(html, values, ListForm::bullets);

    const SmsMessage message = render_sms(source, values, "Tide");
    const SmsSize recount = measure_sms(message.text);
    check(recount.characters == message.size.characters && recount.extended == message.size.extended);
    check(recount.ucs2 == message.size.ucs2 && downgrade_to_sms(message.text) == message.text);
    check(render_unfilled_sms(source).size.characters <= herald::text::count_code_points(text) * 3);

    const std::string name = herald::text::to_valid_utf8(text);
    for (const Unfilled unfilled : {Unfilled::in_brackets, Unfilled::without_brackets, Unfilled::redacted})
        check(!herald::test::malformation(render_sms_preview(source, values, {"Tide", name, name}, unfilled)));
    sanitise_untrusted(text);
    return 0;
}
