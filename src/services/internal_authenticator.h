#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/api_error.h"
#include "http/router.h"

namespace herald::services {

/// The client of every route of the internal API but the test fixture's.
inline constexpr std::string_view admin_client = "notify-admin";

/// Finds out whether a request of the internal API comes from the client that its route needs, by the rows of contract
/// admin-api-services-users §1.1 in their order. A client has several secrets while one takes over from another.
class InternalAuthenticator {
public:
    using Clients = std::map<std::string, std::vector<std::string>>;  ///< client id to its secrets

    InternalAuthenticator(Clients clients, const Clock& clock) : clients_(std::move(clients)), clock_(clock) {}

    /// Why it is not; the error's body is `{"result":"error","message":{"token":[…]}}`. A client without secrets is
    /// nobody.
    std::optional<http::ApiError> refuse(const http::Request& request, std::string_view client) const;

private:
    Clients clients_;
    const Clock& clock_;
};

/// The handler of a route of the internal API: authenticates, answers a refusal itself, and hands the rest to `answer`.
/// The authenticator outlives the router.
http::Handler for_client(const InternalAuthenticator& authenticator, std::string_view client, http::Handler answer);
inline http::Handler for_admin(const InternalAuthenticator& authenticator, http::Handler answer) {
    return for_client(authenticator, admin_client, std::move(answer));
}
/// The same for a member function of `routes`, which outlives the router.
template <class Routes>
http::Handler for_admin(const InternalAuthenticator& authenticator, Routes* routes,
                        Task<http::Response> (Routes::*answer)(const http::Request&)) {
    return for_admin(authenticator,
                     [routes, answer](const http::Request& request) { return (routes->*answer)(request); });
}

}  // namespace herald::services
