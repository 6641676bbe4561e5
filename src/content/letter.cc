#include "content/letter.h"

#include "base/text.h"
#include "content/escape.h"
#include "content/letter_writer.h"
#include "content/typography.h"

namespace herald::content {
namespace {

constexpr std::string_view span_begin = "<span class='placeholder";

/// Hyphens outside tags become ones that lines are not broken at.
std::string with_firm_hyphens(std::string_view html) {
    constexpr std::string_view firm_hyphen = "\u2011";
    std::string out;
    out.reserve(html.size() + html.size() / 16);
    bool in_tag = false;
    for (const char c : html) {
        if (c == '<' || c == '>') in_tag = c == '<';
        if (c == '-' && !in_tag) out += firm_hyphen;
        else out += c;
    }
    return out;
}

/// A code's text as it was typed: the tags that highlight its placeholders taken off.
std::string without_spans(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t tag = std::min(text.find('<', at), text.size());
        out += text.substr(at, tag - at);
        at = tag == text.size() ? tag : std::min(text.find('>', tag), text.size() - 1) + 1;
    }
    return out;
}

/// As it is measured: with the brackets of placeholders as they were typed.
std::string as_measured(std::string_view text) {
    std::string out = without_spans(text);
    for (const auto& [reference, bracket] : {std::pair("&#40;&#40;", "(("), std::pair("&#41;&#41;", "))")})
        for (std::size_t at = out.find(reference); at != std::string::npos; at = out.find(reference, at))
            out.replace(at, std::string_view(reference).size(), bracket);
    return out;
}

/// Puts the codes' texts into their elements.
std::string with_codes(std::string_view html, const std::vector<std::string>& texts) {
    std::string out;
    std::size_t at = 0;
    for (const std::string& text : texts) {
        const std::size_t element = html.find(qr_element, at);
        out += html.substr(at, element - at);
        if (text.find(span_begin) != std::string::npos) {
            out += "<div class='qrcode-placeholder'>" + text + "</div>";
        } else {
            out += "<div class='qrcode'>" + text + "</div>";
        }
        at = element + qr_element.size();
    }
    return out.append(html.substr(at));
}

std::optional<QrTooLong> first_too_long(const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
        std::string data = text.find(span_begin) == std::string::npos ? text : as_measured(text);
        const std::size_t bytes = data.size();
        if (bytes > qr_bytes_max) return QrTooLong{std::move(data), bytes};
    }
    return std::nullopt;
}

}  // namespace

LetterHalf LetterHalf::parse(std::string_view heading, std::string_view body) {
    return {Template::parse_for_html(heading), Template::parse_for_html(body)};
}

std::string render_letter_heading(const Template& heading, const Personalisation& values, Unfilled unfilled) {
    return text::squash(apply_typography(fill_html(heading, values, ListForm::sentence, unfilled)));
}

LetterBody render_letter_body(const Template& body, const Personalisation& values, Unfilled unfilled) {
    std::vector<std::string> codes;
    const std::string source = text::to_valid_utf8(fill_html(body, values, ListForm::bullets, unfilled));
    const std::string html = with_firm_hyphens(apply_typography(render_markdown(source, LetterWriter(codes))));
    return {with_codes(html, codes), first_too_long(codes)};
}

}  // namespace herald::content
