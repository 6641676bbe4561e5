#include "content/email.h"

#include "base/text.h"
#include "content/escape.h"
#include "content/markdown_render.h"
#include "content/typography.h"

namespace herald::content {
namespace {

constexpr std::string_view zero_width_space = "\u200B";

/// Whether `at` is the start of the text or stands behind white space.
bool is_after_space(std::string_view source, std::size_t at) {
    if (at == 0) return true;
    std::size_t before = at - 1;
    while (before > 0 && (static_cast<unsigned char>(source[before]) & 0xC0) == 0x80) --before;
    return text::is_space(text::decode(source, before).value);
}

/// Mail programs would turn GOV.UK into a link: a zero-width space behind the dot stops them (content.md §3.1).
std::string break_gov_uk(std::string source) {
    constexpr std::string_view before = "gov.";
    constexpr std::string_view name = "gov.uk";
    std::size_t done = 0;
    std::string out;
    for (std::size_t dot = source.find('.', before.size() - 1); dot != std::string::npos;
         dot = source.find('.', dot + 1)) {
        const std::size_t begin = dot + 1 - before.size();
        if (text::to_lower_ascii(std::string_view(source).substr(begin, name.size())) != name) continue;
        const char behind = begin + name.size() < source.size() ? source[begin + name.size()] : ' ';
        if (behind == '/' || behind == '?' || behind == '#') continue;
        const bool is_marked = begin > 0 && std::string_view("#*^").find(source[begin - 1]) != std::string_view::npos;
        if (!is_after_space(source, begin) && !(is_marked && is_after_space(source, begin - 1))) continue;
        out.append(source, done, dot + 1 - done).append(zero_width_space);
        done = dot + 1;
    }
    if (done == 0) return source;
    return out.append(source, done);
}

/// Deletes the line separator and the Hangul filler (content.md §3.1).
std::string without_odd_characters(std::string source) {
    for (const std::string_view odd : {"\u2028", "\u3164"}) {
        if (source.find(odd) == std::string::npos) continue;
        std::string kept;
        for (std::size_t at = 0; at < source.size();) {
            const std::size_t next = std::min(source.find(odd, at), source.size());
            kept.append(source, at, next - at);
            at = next + odd.size();
        }
        source = std::move(kept);
    }
    return source;
}

std::string prepare(std::string filled) {
    return without_odd_characters(break_gov_uk(text::to_valid_utf8(filled)));
}

std::string unsubscribe_part(std::optional<std::string_view> link) {
    return link ? "\n\n---\n\n[Unsubscribe from these emails](" + std::string(*link) + ")" : std::string();
}

std::string html_unsubscribe_part(std::optional<std::string_view> link) {
    return prepare(escape_html(unsubscribe_part(link)));
}

std::string collapse_white_space(std::string_view source) {
    std::string out;
    bool space = false;
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        const bool is_space = text::is_space(c.value);
        if (is_space && !space) out += ' ';
        if (!is_space) out += source.substr(at, c.bytes);
        space = is_space;
        at += c.bytes;
    }
    return out;
}

/// Leaves out a character reference, or a placeholder's span, that the end cuts in two.
std::string_view without_cut_end(std::string_view cut) {
    const std::size_t span = cut.rfind("<span");
    if (span != std::string_view::npos && cut.find("</span>", span) == std::string_view::npos)
        return cut.substr(0, span);
    const std::size_t tag = cut.rfind('<');
    if (tag != std::string_view::npos && cut.find('>', tag) == std::string_view::npos) cut = cut.substr(0, tag);
    const std::size_t reference = cut.rfind('&');
    const bool is_whole = reference == std::string_view::npos || cut.find(';', reference) != std::string_view::npos;
    return is_whole ? cut : cut.substr(0, reference);
}

std::string make_preheader(const Document& document) {
    constexpr std::size_t characters_max = 256;
    // Typography shortens by no more than three dashes to one.
    constexpr std::size_t written_min = 4 * characters_max;
    const std::string written = apply_typography(write_document(document, PreheaderWriter(), written_min));
    const std::string line = collapse_white_space(written);
    std::size_t end = 0;
    // A character reference counts as typed, but is never cut in two.
    for (std::size_t characters = 0; end < line.size() && characters < characters_max; ++characters)
        end += text::decode(line, end).bytes;
    return std::string(text::trim(without_cut_end(std::string_view(line).substr(0, end))));
}

}  // namespace

EmailTemplate EmailTemplate::parse(std::string_view subject, std::string_view body) {
    return {Template::parse(subject), Template::parse_for_html(subject), Template::parse(body),
            Template::parse_for_html(body)};
}

std::string render_email_subject(const EmailTemplate& email, const Personalisation& values) {
    return text::squash(apply_typography(fill(email.subject, values, ListForm::sentence)));
}

std::string render_email_title(const EmailTemplate& email, const Personalisation& values) {
    return text::squash(apply_typography(fill_html(email.subject_html, values, ListForm::sentence)));
}

std::string render_email_source(const EmailTemplate& email, const Personalisation& values) {
    return std::string(text::trim(fill(email.body, values, ListForm::bullets)));
}

bool is_empty_email(const EmailTemplate& email, const Personalisation& values) {
    const std::string_view body = email.body.text();
    if (body.empty()) return true;
    return body.starts_with("((") && body.ends_with("))") && render_email_source(email, values).empty();
}

std::string email_too_long_message(std::size_t bytes) {
    return "Your message is too long. Emails cannot be longer than " + std::to_string(email_bytes_max) +
           " bytes. Your message is " + std::to_string(bytes) + " bytes.";
}

std::string render_email_text(const EmailTemplate& email, const Personalisation& values,
                              std::optional<std::string_view> unsubscribe_link) {
    const std::string source =
        prepare(fill(email.body, values, ListForm::bullets) + unsubscribe_part(unsubscribe_link));
    const std::string text = decode_references(apply_typography(render_markdown(source, TextWriter())));
    std::size_t begin = 0;
    while (begin < text.size()) {
        const text::CodePoint c = text::decode(text, begin);
        if (!text::is_space(c.value)) break;
        begin += c.bytes;
    }
    return text.substr(begin) + "\n";
}

std::string render_email_html_body(const EmailTemplate& email, const Personalisation& values,
                                   std::optional<std::string_view> unsubscribe_link, Unfilled unfilled) {
    const std::string source = prepare(fill_html(email.body_html, values, ListForm::bullets, unfilled)) +
                               html_unsubscribe_part(unsubscribe_link);
    return apply_typography(render_markdown(source, HtmlWriter()));
}

std::string render_email_preheader(const EmailTemplate& email, const Personalisation& values) {
    const std::string source = prepare(fill_html(email.body_html, values, ListForm::bullets));
    return make_preheader(parse_markdown(source, Format::html));
}

EmailHtmlTexts render_email_html_texts(const EmailTemplate& email, const Personalisation& values,
                                       std::optional<std::string_view> unsubscribe_link) {
    const std::string source = prepare(fill_html(email.body_html, values, ListForm::bullets));
    const Document document = parse_markdown(source, Format::html);
    std::string preheader = make_preheader(document);
    // The unsubscribe part is none of the preheader's, and can change how the end of the body is read.
    const std::string body = unsubscribe_link
                                 ? render_markdown(source + html_unsubscribe_part(unsubscribe_link), HtmlWriter())
                                 : write_document(document, HtmlWriter());
    return {apply_typography(body), std::move(preheader)};
}

}  // namespace herald::content
