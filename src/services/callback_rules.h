#pragma once

#include <optional>
#include <string_view>

#include "base/settings.h"
#include "services/refusal.h"
#include "services/service.h"

namespace herald::services {

/// Shortest bearer token that an endpoint may be given (contract public-api §7).
inline constexpr std::size_t bearer_token_characters_min = 10;

/// The host of an absolute URL, without user, port and brackets; empty when it has none.
std::string_view host_of(std::string_view url);

/// Whether a callback endpoint may be stored: an absolute https URL (contract public-api §7), or an http one where
/// `plain_http` allows it, and a token that is long enough.
std::optional<Refusal> check_callback(const CallbackEndpoint& endpoint, PlainHttpCallbacks plain_http);

}  // namespace herald::services
