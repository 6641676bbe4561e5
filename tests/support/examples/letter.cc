#include "support/examples/letter.h"

#include "base/text.h"
#include "content/letter.h"
#include "support/examples/instant.h"
#include "support/examples/values.h"

namespace herald::test {
namespace {

using content::LetterLanguage;

/// A text, or the beginning of one and its length: its last character is repeated.
std::string to_content(const rapidjson::Value& content) {
    if (!content.IsObject()) return to_text(content);
    std::string text = to_text(member(content, "starts"));
    const rapidjson::Value& length = member(content, "length");
    if (!length.IsUint() || text.empty()) throw MalformedExample("a content has no length or nothing to start with");
    text.resize(length.GetUint(), text.back());
    return text;
}

/// The examples show `[QR]` where the code is drawn.
std::string with_drawn_codes(std::string html) {
    constexpr std::string_view begin = "<div class='qrcode'>";
    for (std::size_t at = html.find(begin); at != std::string::npos; at = html.find(begin, at + 1)) {
        const std::size_t text = at + begin.size();
        html.replace(text, html.find("</div>", text) - text, "[QR]");
    }
    return html;
}

/// The letter of these examples has its placeholder in both languages.
Outcome check_language(const rapidjson::Value& input, const rapidjson::Value& expected) {
    const std::string language = to_text(member(input, "language"));
    if (language != "english" && language != "welsh") throw MalformedExample("there is no language " + language);
    content::LetterTemplate letter;
    letter.english = content::LetterHalf::parse("h", "((x))");
    letter.welsh = content::LetterHalf::parse("h", "((X))");
    if (language == "english") letter.welsh.reset();
    const Timestamp created_at = to_instant(member(input, "created_at_utc"));
    Comparison comparison(expected);
    comparison.text("date", content::letter_date(
                                created_at, language == "welsh" ? LetterLanguage::welsh : LetterLanguage::english));
    std::vector<std::string> names = letter.placeholders();
    for (std::string& name : names) name = text::to_lower_ascii(name);
    comparison.texts("placeholders", names);
    return comparison.outcome();
}

}  // namespace

Outcome check_letter(const rapidjson::Value& input, const rapidjson::Value& expected) {
    if (has_member(input, "language")) return check_language(input, expected);
    const auto body = content::Template::parse_for_html(to_content(member(input, "content")));
    const content::LetterBody letter = content::render_letter_body(body, to_values(member(input, "values")));
    Comparison comparison(expected);
    comparison.text("body_html", with_drawn_codes(letter.html));
    comparison.optional_number("qr_bytes_over_limit", letter.qr_too_long
                                                          ? std::optional<std::int64_t>(letter.qr_too_long->bytes)
                                                          : std::nullopt);
    return comparison.outcome();
}

}  // namespace herald::test
