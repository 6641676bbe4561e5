#include "app/internal_api.h"

#include "internal/unavailable.h"

namespace herald::app {

InternalApi::InternalApi(const Settings& settings, const Clock& clock)
    : authenticator_(settings.internal_clients, clock) {}

void InternalApi::add_to(http::Router& router) {
    internal::add_unavailable(router, authenticator_);
}

}  // namespace herald::app
