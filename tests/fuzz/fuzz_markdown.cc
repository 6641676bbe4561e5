// Any text as the body of an email, both parts and the line that mail programs list, and as that of a letter.

#include <cstdlib>

#include "base/text.h"
#include "content/letter.h"
#include "content/render.h"
#include "support/well_formed.h"

namespace {

using namespace herald::content;

void check_html(const std::string& html) {
    if (herald::test::malformation(html)) std::abort();
}

void check_utf8(const std::string& text) {
    if (herald::text::to_valid_utf8(text) != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const EmailTemplate email = EmailTemplate::parse(text.substr(0, 200), text);
    Personalisation values;
    for (const std::string& name : email.body.placeholders()) values.set(name, std::string(text.substr(size / 2)));
    EmailPage page;
    const std::string name = herald::text::to_valid_utf8(text.substr(0, 50));
    page.branding = {Branding::Kind::both, name, "#1d70b8", "https://a.example/" + name, {}, name, name};
    for (const Personalisation& known : {Personalisation(), values}) {
        const std::string html = render_email_html(email, known, page);
        check_html(html);
        check_utf8(html);
        check_html(render_letter_body(email.body_html, known).html);
        check_html(render_email_preheader(email, known));
        check_utf8(render_email_text(email, known, "https://unsubscribe.example/1"));
        check_html(render_email_html_body(email, known, "https://unsubscribe.example/1", Unfilled::redacted));
    }
    return 0;
}
