#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "content/branding.h"
#include "content/template.h"

namespace herald::content {

/// Most bytes of an email's body with its values filled in (content.md §3.1).
inline constexpr std::size_t email_bytes_max = 2'000'000;

/// An email template, parsed once.
struct EmailTemplate {
    Template subject;
    Template subject_html;  ///< the subject parsed from its escaped text
    Template body;
    Template body_html;  ///< the body parsed from its escaped text

    static EmailTemplate parse(std::string_view subject, std::string_view body);
};

/// The subject for the header and the API: not escaped, typography applied, white space squashed (content.md §3.6).
std::string render_email_subject(const EmailTemplate& email, const Personalisation& values);
/// The subject for the title of the HTML page: escaped (content.md §3.6).
std::string render_email_title(const EmailTemplate& email, const Personalisation& values);

/// `content.body`: values filled in, lists as bullets, marks untouched, not escaped, trimmed (content.md §1.7).
std::string render_email_source(const EmailTemplate& email, const Personalisation& values);

/// Whether `Your message is empty.` applies (content.md §1.8).
bool is_empty_email(const EmailTemplate& email, const Personalisation& values);
/// `Your message is too long. Emails cannot be longer than 2000000 bytes. …` (content.md §3.1)
std::string email_too_long_message(std::size_t bytes);

/// The plain text part (content.md §3.7). `unsubscribe_link` when the template asks for one.
std::string render_email_text(const EmailTemplate& email, const Personalisation& values,
                              std::optional<std::string_view> unsubscribe_link = std::nullopt);
/// The formatted body without a page round it: the `html` of a template preview (content.md §3.4). Editors see what has
/// no value as `unfilled` says.
std::string render_email_html_body(const EmailTemplate& email, const Personalisation& values,
                                   std::optional<std::string_view> unsubscribe_link = std::nullopt,
                                   Unfilled unfilled = Unfilled::in_brackets);
/// The first 256 characters as mail programs list them; HTML-escaped (content.md §3.4).
std::string render_email_preheader(const EmailTemplate& email, const Personalisation& values);

/// Both of the above from one look at the text.
struct EmailHtmlTexts {
    std::string body;
    std::string preheader;
};
EmailHtmlTexts render_email_html_texts(const EmailTemplate& email, const Personalisation& values,
                                       std::optional<std::string_view> unsubscribe_link);

/// What stands round the body in the HTML part.
struct EmailPage {
    Branding branding;
    std::optional<std::string> unsubscribe_link;  ///< when the template asks for one
};

/// The HTML part: a whole page (content.md §3.4). Everything is readable from its inline styles alone; the style sheet
/// adds dark mode and paper. No remote asset but the branding's logo.
std::string render_email_html(const EmailTemplate& email, const Personalisation& values, const EmailPage& page);

}  // namespace herald::content
