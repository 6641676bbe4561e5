#include "content/sms_sender.h"

#include <algorithm>

#include "base/text.h"

namespace herald::content {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_allowed(char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || is_digit(c) || std::string_view(" &.-_").find(c) != std::string_view::npos;
}

/// 07 and nine digits, or five digits that start with 6, 7 or 8.
bool is_number_to_send_from(std::string_view sender) {
    if (!std::all_of(sender.begin(), sender.end(), is_digit)) return false;
    if (sender.size() == 11) return sender.starts_with("07");
    return sender.size() == 5 && sender[0] >= '6' && sender[0] <= '8';
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

std::string normalise_sms_sender(std::string_view sender) {
    std::string kept;
    for (const char c : text::to_lower_ascii(sender))
        if (!text::is_ascii_space(static_cast<unsigned char>(c))) kept += c;
    return kept;
}

std::optional<std::string> sms_sender_problem(std::string_view sender, bool is_protected) {
    constexpr std::size_t characters_min = 3, characters_max = 11;
    const std::string lower = text::to_lower_ascii(sender);
    const std::size_t characters = text::count_code_points(sender);
    if (text::trim(sender).empty()) return "Enter a text message sender ID";
    if (characters < characters_min) return "Text message sender ID must be at least 3 characters long";
    if (characters > characters_max) return "Text message sender ID cannot be longer than 11 characters";
    if (!std::all_of(sender.begin(), sender.end(), is_allowed))
        return "Text message sender ID can only include letters, numbers, spaces, and the following characters: "
               "& . - _";
    if (sender.starts_with("00")) return "Text message sender ID cannot start with 00";
    if (lower == "alert" || lower == "info" || lower == "verify")
        return "Text message sender ID cannot be Alert, Info or Verify as those are prohibited due to usage by spam";
    if (is_protected)
        return "Text message sender ID cannot be ‘" + std::string(sender) +
               "’ - this is to protect recipients from phishing scams";
    const bool is_numeric = std::all_of(sender.begin(), sender.end(), [](char c) { return is_digit(c) || c == '.'; });
    if (is_numeric && !is_number_to_send_from(sender))
        return "A numeric sender id should be a valid mobile number or short code";
    if (holds(lower, "nhs") && holds(lower, "no") && holds(lower, "reply") && sender != "NHSNoReply")
        return "Text message sender ID must match other NHS services - change it to ‘NHSNoReply’";
    return std::nullopt;
}

}  // namespace herald::content
