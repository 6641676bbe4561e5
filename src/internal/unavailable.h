#pragma once

#include "services/internal_authenticator.h"

namespace herald::internal {

/// Answers 501, behind authentication, for every route of the contract that nobody has added yet: so that a client can
/// tell what this installation lacks from what does not exist. To be called last. Both outlive the requests.
void add_unavailable(http::Router& router, const services::InternalAuthenticator& authenticator);

}  // namespace herald::internal
