#include "recipients/postal_address_check.h"

#include <algorithm>

#include "recipients/letter_case.h"

namespace herald::recipients {
namespace {

constexpr std::size_t lines_min = 3;
constexpr std::size_t lines_max = 7;

std::optional<AddressError> line_count_error(const PostalAddress& address) {
    if (address.lines.size() < lines_min) return AddressError::too_few_lines;
    if (address.lines.size() > lines_max) return AddressError::too_many_lines;
    return std::nullopt;
}

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::optional<AddressError> first_lines_error(const PostalAddress& address) {
    for (std::size_t i = 0; i < std::min<std::size_t>(2, address.lines.size()); ++i)
        if (std::none_of(address.lines[i].begin(), address.lines[i].end(), is_alphanumeric))
            return AddressError::nothing_to_read;
    return std::nullopt;
}

std::optional<AddressError> bfpo_error(const PostalAddress& address) {
    if (address.bfpo_number && address.is_abroad()) return AddressError::bfpo_with_country;
    return std::nullopt;
}

/// An address that has come here has no BFPO number together with a country abroad.
std::optional<AddressError> last_line_error(const PostalAddress& address, bool may_post_abroad) {
    if (address.postcode || address.bfpo_number) return std::nullopt;
    if (may_post_abroad) {
        if (address.is_abroad()) return std::nullopt;
        return AddressError::no_postcode_or_country;
    }
    return address.is_abroad() ? AddressError::country_not_permitted : AddressError::no_postcode;
}

std::optional<AddressError> first_character_error(const PostalAddress& address) {
    constexpr std::string_view refused = "@()=[]\"\\/,<>~";
    for (const std::string& line : address.lines)
        if (refused.find(line.front()) != std::string_view::npos) return AddressError::starts_with_symbol;
    return std::nullopt;
}

std::optional<AddressError> no_fixed_abode_error(const PostalAddress& address) {
    for (const std::string& line : address.lines) {
        const std::string lower = to_lower(line);
        if (lower == "nfa" || lower.find("no fixed abode") != std::string::npos ||
            lower.find("no fixed address") != std::string::npos)
            return AddressError::no_fixed_abode;
    }
    return std::nullopt;
}

/// Checks 5, 6 and 7.
std::optional<AddressError> later_error(const PostalAddress& address, bool may_post_abroad) {
    if (const auto error = last_line_error(address, may_post_abroad)) return error;
    if (const auto error = first_character_error(address)) return error;
    return no_fixed_abode_error(address);
}

}  // namespace

std::optional<AddressError> check_address(const PostalAddress& address, bool may_post_abroad) {
    if (const auto error = line_count_error(address)) return error;
    if (const auto error = first_lines_error(address)) return error;
    if (const auto error = bfpo_error(address)) return error;
    return later_error(address, may_post_abroad);
}

std::optional<AddressError> check_address_row(const PostalAddress& address, bool may_post_abroad) {
    if (const auto error = first_lines_error(address)) return error;
    if (const auto error = bfpo_error(address)) return error;
    if (const auto error = line_count_error(address)) return error;
    return later_error(address, may_post_abroad);
}

}  // namespace herald::recipients
