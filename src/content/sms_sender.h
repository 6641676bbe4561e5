#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::content {

/// Why a text message sender may not be added (content.md §2.7, the first rule it breaks); nothing when it may.
/// `is_protected`: it is a name of others.
std::optional<std::string> sms_sender_problem(std::string_view sender, bool is_protected);
/// How names of others are kept and compared: lower case without white space.
std::string normalise_sms_sender(std::string_view sender);

}  // namespace herald::content
