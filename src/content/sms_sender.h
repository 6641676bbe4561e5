#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace herald::content {

/// Why a text message sender may not be added (content.md §2.7, the first rule it breaks); nothing when it may.
/// `protected_senders`: names of others, lower case without white space.
std::optional<std::string> sms_sender_problem(std::string_view sender, const std::set<std::string>& protected_senders);

}  // namespace herald::content
