#include "notifications/search_term.h"

#include <algorithm>
#include <variant>

#include "base/text.h"
#include "recipients/email_address.h"
#include "recipients/letter_case.h"
#include "recipients/phone_number.h"

namespace herald::notifications {
namespace {

/// Without country code and leading zero, where it is a number; the term as it is, where it is none.
std::string national_number(std::string_view typed) {
    const auto parsed = recipients::parse_phone_number(typed);
    const auto* number = std::get_if<recipients::PhoneNumber>(&parsed);
    if (number == nullptr) return std::string(typed);
    // In North America the prefix that selects the price has the area code too.
    const bool is_north_american = number->country_prefix.starts_with('1');
    return number->normalised.substr(is_north_american ? 1 : number->country_prefix.size());
}

std::string sms_needle(std::string_view typed) {
    std::string needle = national_number(typed);
    std::erase_if(needle, [](char c) { return c == '(' || c == ')' || c == ' ' || c == '-'; });
    return needle.substr(std::min(needle.find_first_not_of("+0"), needle.size()));
}

std::string email_needle(std::string_view typed) {
    const auto address = recipients::parse_email_address(typed);
    return address ? address->normalised : recipients::to_lower(typed);
}

std::string needle_without_spaces(std::string_view typed) {
    std::string needle;
    for (std::size_t at = 0; at < typed.size();) {
        const auto c = text::decode(typed, at);
        if (!text::is_space(c.value)) needle += typed.substr(at, c.bytes);
        at += c.bytes;
    }
    return recipients::to_lower(needle);
}

std::string needle_of(std::string_view typed, std::optional<services::Channel> channel) {
    if (channel == services::Channel::sms) return sms_needle(typed);
    if (channel == services::Channel::email) return email_needle(typed);
    return needle_without_spaces(typed);
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

SearchTerm SearchTerm::read(std::string_view typed, std::optional<services::Channel> channel) {
    return {needle_of(typed, channel), searched_reference(typed)};
}

std::string SearchTerm::searched_reference(std::string_view client_reference) {
    return recipients::to_lower(client_reference);
}

bool SearchTerm::matches(std::string_view normalised_recipient,
                         std::optional<std::string_view> client_reference) const {
    if (!recipient.empty() && contains(normalised_recipient, recipient)) return true;
    return client_reference && contains(searched_reference(*client_reference), reference);
}

}  // namespace herald::notifications
