#include "recipients/uk_postcode.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "recipients/letter_case.h"

namespace herald::recipients {
namespace {

/// Sorted.
constexpr std::string_view areas[] = {
#include "recipients/postcode_areas.inc"
};

/// The second half of a postcode: a digit and two letters.
constexpr std::size_t inward_characters = 3;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

/// C, I, K, M, O and V are not used, since they look like others.
bool is_inward_letter(char c) {
    constexpr std::string_view letters = "ABDEFGHJLNPQRSTUWXYZ";
    return letters.find(c) != std::string_view::npos;
}

bool is_inward_code(std::string_view code) {
    return code.size() == inward_characters && is_digit(code[0]) && is_inward_letter(code[1]) &&
           is_inward_letter(code[2]);
}

/// An area, a digit, optionally a digit or letter: `PL13`, `EC1A`.
bool is_outward_code(std::string_view code) {
    const auto digit = static_cast<std::size_t>(std::find_if(code.begin(), code.end(), is_digit) - code.begin());
    if (!std::binary_search(std::begin(areas), std::end(areas), code.substr(0, digit))) return false;
    const std::string_view district = code.substr(digit);
    if (district.size() == 1) return true;
    return district.size() == 2 && (is_digit(district[1]) || is_capital(district[1]));
}

std::string without_space(std::string_view line) {
    std::string out;
    for (std::size_t at = 0; at < line.size();) {
        const text::CodePoint c = text::decode(line, at);
        if (!text::is_space(c.value)) text::append(out, c.value);
        at += c.bytes;
    }
    return out;
}

}  // namespace

std::optional<std::string> read_uk_postcode(std::string_view line) {
    std::string postcode = to_upper(without_space(line));
    if (postcode.size() <= inward_characters) return std::nullopt;
    const std::size_t middle = postcode.size() - inward_characters;
    const std::string_view whole = postcode;
    if (!is_outward_code(whole.substr(0, middle)) || !is_inward_code(whole.substr(middle))) return std::nullopt;
    return postcode.insert(middle, " ");
}

}  // namespace herald::recipients
