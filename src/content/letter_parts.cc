// What stands round the body of a letter.
#include "base/text.h"
#include "content/escape.h"
#include "content/letter.h"

namespace herald::content {
namespace {

constexpr std::string_view english_months[] = {"January", "February", "March",     "April",   "May",      "June",
                                               "July",    "August",   "September", "October", "November", "December"};
constexpr std::string_view welsh_months[] = {"Ionawr",     "Chwefror", "Mawrth", "Ebrill", "Mai",      "Mehefin",
                                             "Gorffennaf", "Awst",     "Medi",   "Hydref", "Tachwedd", "Rhagfyr"};

/// The names of the values that an address is given as; a postcode stands in for the seventh line.
constexpr std::string_view address_lines[] = {"address line 1", "address line 2", "address line 3", "address line 4",
                                              "address line 5", "address line 6", "address line 7"};
constexpr std::string_view last_line = "postcode";

/// The names as they were typed: the templates are parsed from escaped text.
std::vector<std::string> typed(std::vector<std::string> names) {
    for (std::string& name : names) name = decode_references(name);
    return names;
}

}  // namespace

std::vector<std::string> LetterTemplate::placeholders() const {
    const Templates english_parts = {&sender_block, &english.heading, &english.body};
    if (!welsh) return typed(content::placeholders(english_parts));
    return typed(
        content::placeholders({&sender_block, &welsh->heading, &welsh->body, &english.heading, &english.body}));
}

std::vector<std::string> LetterTemplate::missing(const Personalisation& values) const {
    const Templates english_parts = {&sender_block, &english.heading, &english.body};
    if (!welsh) return typed(content::missing(english_parts, values));
    return typed(
        content::missing({&sender_block, &welsh->heading, &welsh->body, &english.heading, &english.body}, values));
}

std::string render_sender_block(const Template& block, const Personalisation& values, Unfilled unfilled) {
    const std::string filled = text::tighten(fill_html(block, values, ListForm::sentence, unfilled));
    std::string out;
    for (std::size_t at = 0; at <= filled.size();) {
        const std::size_t end = std::min(filled.find('\n', at), filled.size());
        if (at > 0) out += '\n';
        out += text::trim(std::string_view(filled).substr(at, end - at));
        at = end + 1;
    }
    return std::string(text::trim(out));
}

std::vector<std::string> render_recipient_lines(const std::vector<std::string>& tidied, const Personalisation& values) {
    constexpr std::size_t lines_min = 3, lines_max = 7;
    std::vector<std::string> lines;
    if (tidied.size() >= lines_min && tidied.size() <= lines_max) {
        for (const std::string& line : tidied) lines.push_back(escape_html(line));
        return lines;
    }
    for (const std::string_view given : address_lines) {
        const bool is_last = given == address_lines[lines_max - 1];
        const std::string_view name = is_last && values.find(normalise_name(given)) == nullptr ? last_line : given;
        const Template line = Template::parse_for_html("((" + std::string(name) + "))");
        lines.push_back(fill_html(line, values, ListForm::sentence, Unfilled::without_brackets));
    }
    return lines;
}

std::string letter_date(Timestamp created_at, LetterLanguage language) {
    const LocalDate date = london_date(created_at);
    const unsigned month = static_cast<unsigned>(date.month()) - 1;
    const std::string_view name = language == LetterLanguage::welsh ? welsh_months[month] : english_months[month];
    return std::to_string(static_cast<unsigned>(date.day())) + " " + std::string(name) + " " +
           std::to_string(static_cast<int>(date.year()));
}

}  // namespace herald::content
