#include "recipients/uk_mobile.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace herald::recipients {
namespace {

constexpr std::size_t national_digits = 10;

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

}  // namespace

std::optional<std::string> read_uk_mobile(std::string_view source) {
    constexpr std::size_t digits_max = national_digits + 2;
    std::array<char, digits_max> digits;
    std::size_t count = 0;
    const bool has_plus = source.starts_with('+');
    if (has_plus) source.remove_prefix(1);
    if (source.empty() || source.front() == ' ') return std::nullopt;
    for (const char c : source) {
        if (c == ' ') continue;
        if (c < '0' || c > '9' || count == digits_max) return std::nullopt;
        digits[count++] = c;
    }
    const std::string_view all(digits.data(), count);
    std::string_view national;
    if (count == national_digits + 2 && all.starts_with("44")) {
        national = all.substr(2);
    } else if (count == national_digits + 1 && all.starts_with("0") && !has_plus) {
        national = all.substr(1);
    } else {
        return std::nullopt;
    }
    if (national.front() != '7' || !is_gb_number(national)) return std::nullopt;
    return "44" + std::string(national);
}

}  // namespace herald::recipients
