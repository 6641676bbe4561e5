#pragma once

#include "http/router.h"
#include "services/authenticator.h"

namespace herald::services {

/// Adds `OPTIONS` to the routes of the public API: authenticated like any other method, so that a browser's preflight,
/// which carries no token, gets 401 (contract public-api §0.3). With a token: 200 and `Allow`.
void add_preflight(http::Router& router, Authenticator& authenticator);

}  // namespace herald::services
