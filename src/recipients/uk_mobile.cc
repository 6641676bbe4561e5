#include "recipients/uk_mobile.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace herald::recipients {
namespace {

constexpr std::size_t national_digits = 10;
/// 44, the 0 that is not dialled from abroad, and the national digits.
constexpr std::size_t digits_max = national_digits + 3;
/// Nobody writes a number with more spaces than this leaves; texts of more than 250 characters are refused.
constexpr std::size_t bytes_max = 32;

struct Range {
    int first;
    int last;
};

/// The first five national digits of numbers that are valid in the region GB. Between them lie pagers and the crown
/// dependencies. Made by asking libphonenumber 8.12.57 about every start; uk_mobile_test.cc asks it again.
constexpr Range ranges[] = {
    {70000, 74575}, {74577, 75089}, {75100, 75239}, {75250, 75999}, {77000, 77001}, {77010, 77809}, {77820, 77969},
    {77980, 78289}, {78300, 78389}, {78400, 79110}, {79112, 79112}, {79118, 79118}, {79120, 79369}, {79380, 79999},
};

bool is_gb_number(std::string_view digits) {
    // 07700 900000 to 900999 are kept for drama: not valid, but accepted (content.md §5.1).
    if (digits.starts_with("7700900")) return true;
    int start = 0;
    for (const char c : digits.substr(0, 5)) start = start * 10 + (c - '0');
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [start](const Range& range) { return start >= range.first && start <= range.last; });
}

/// The ten digits after 07, 447 or, as in `+44 (0)7`, 4407.
std::optional<std::string_view> national_part(std::string_view digits, bool has_plus) {
    const bool has_country_code = digits.starts_with("44");
    if (has_country_code && digits.size() == national_digits + 2) return digits.substr(2);
    if (has_country_code && has_plus && digits.size() == national_digits + 3 && digits[2] == '0')
        return digits.substr(3);
    if (!has_plus && digits.size() == national_digits + 1 && digits.front() == '0') return digits.substr(1);
    return std::nullopt;
}

}  // namespace

std::optional<std::string> read_uk_mobile(std::string_view source) {
    const bool has_plus = source.starts_with('+');
    if (has_plus) source.remove_prefix(1);
    if (source.size() > bytes_max) return std::nullopt;
    std::array<char, digits_max> digits;
    std::size_t count = 0;
    for (const char c : source) {
        if (c == ' ' || c == '-' || c == '(' || c == ')') continue;
        if (c < '0' || c > '9' || count == digits_max) return std::nullopt;
        digits[count++] = c;
    }
    const auto national = national_part({digits.data(), count}, has_plus);
    if (!national || national->front() != '7' || !is_gb_number(*national)) return std::nullopt;
    return "44" + std::string(*national);
}

}  // namespace herald::recipients
