#pragma once

#include <string_view>

#include "base/time.h"

/// Formats of request properties that no other room knows.
namespace herald::notifications {

/// An absolute URI by RFC 3986 that starts with `https`.
bool is_https_url(std::string_view text);

/// What is wrong with a `scheduled_for`, or an empty text: any ISO 8601 date or time counts, its offset does not, and
/// it must lie between now and 24 hours later (contract public-api §2.3).
std::string_view scheduled_for_error(std::string_view text, Timestamp now);

}  // namespace herald::notifications
