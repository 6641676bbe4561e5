#pragma once

#include <string_view>
#include <variant>

#include "base/time.h"

/// Formats of request properties that no other room knows.
namespace herald::notifications {

/// An absolute URI by RFC 3986 that starts with `https`.
bool is_https_url(std::string_view text);

/// A `scheduled_for`: any ISO 8601 date or time (contract public-api §2.3) between now and 7 days later, or what is
/// wrong with it. The contract ignores it, so an offset did not matter there; here it counts.
std::variant<Timestamp, std::string_view> read_scheduled_for(std::string_view text, Timestamp now);

}  // namespace herald::notifications
