#include "content/template_rules.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "content/gsm7.h"
#include "content/letter.h"
#include "content/sms.h"

namespace herald::content {
namespace {

/// Each character once, by code point.
std::vector<char32_t> unusable_characters(std::string_view content) {
    std::vector<char32_t> found;
    for (std::size_t at = 0; at < content.size();) {
        const text::CodePoint c = text::decode(content, at);
        at += c.bytes;
        // Line separators and white space are put in order before characters are replaced.
        if (c.value == '?' || text::is_space(c.value)) continue;
        if (to_sms_character(c.value).becomes == "?") found.push_back(c.value);
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

/// `a, b or c`; with more than three the first two and `similar characters`.
std::string list_characters(const std::vector<char32_t>& characters) {
    constexpr std::size_t shown_max = 3;
    std::vector<std::string> shown;
    for (const char32_t c : characters) text::append(shown.emplace_back(), c);
    if (shown.size() > shown_max) {
        shown.resize(2);
        shown.emplace_back("similar characters");
    }
    std::string list;
    for (std::size_t i = 0; i < shown.size(); ++i)
        list += (i == 0 ? "" : i + 1 == shown.size() ? " or " : ", ") + shown[i];
    return list;
}

}  // namespace

std::optional<std::string> comma_problem(std::string_view text) {
    const Template parsed = Template::parse(text);
    for (const Template::Part& part : parsed.parts())
        if (part.name.find(',') != std::string::npos) return "You cannot put commas between double brackets";
    return std::nullopt;
}

std::optional<std::string> sms_length_problem(std::string_view content) {
    if (!render_unfilled_sms(Template::parse(content)).is_too_long()) return std::nullopt;
    return "Content has a character count greater than the limit of " + std::to_string(sms_characters_max);
}

std::optional<std::string> sms_characters_problem(std::string_view content) {
    const std::vector<char32_t> unusable = unusable_characters(content);
    if (unusable.empty()) return std::nullopt;
    return "You cannot use " + list_characters(unusable) + " in text messages. " +
           (unusable.size() == 1 ? "It" : "These characters") + " will not display properly on some phones.";
}

std::optional<std::string> qr_problem(std::string_view letter_body) {
    if (!render_letter_body(Template::parse_for_html(letter_body), {}).qr_too_long) return std::nullopt;
    return "qr-code-too-long";
}

std::optional<std::string> sender_block_problem(std::string_view block) {
    constexpr std::size_t lines_max = 10;
    const std::string_view trimmed = text::trim(block);
    std::size_t lines = 1;
    for (std::size_t at = 0; at < trimmed.size();) {
        const text::CodePoint c = text::decode(trimmed, at);
        at += trimmed.substr(at, 2) == "\r\n" ? 2 : c.bytes;
        if (text::is_line_separator(c.value)) ++lines;
    }
    if (lines <= lines_max) return std::nullopt;
    return "This address is " + std::to_string(lines) + " lines long - the most you can have is 10 lines";
}

}  // namespace herald::content
