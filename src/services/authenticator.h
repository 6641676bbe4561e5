#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/task.h"
#include "crypto/jwt.h"
#include "http/api_error.h"
#include "http/router.h"
#include "services/directory.h"
#include "services/service.h"

namespace herald::services {

/// Who makes a request of the public API. `key` points into `service`.
struct Caller {
    ServicePtr service;
    const ApiKey* key = nullptr;
};

/// Finds out who the caller is by the rows of contract public-api §1.3, in their order.
class Authenticator {
public:
    Authenticator(Directory& directory, const Clock& clock) : directory_(directory), clock_(clock) {}

    /// The error's body is v2 with `error` = `AuthError`.
    Task<std::variant<Caller, http::ApiError>> authenticate(const http::Request& request);

private:
    Directory& directory_;
    const Clock& clock_;
};

/// What answers a caller who is known. The caller lives until the returned task has ended.
using CallerHandler = std::function<Task<http::Response>(const http::Request&, const Caller&)>;
/// The handler of a route of the public API: authenticates, answers a refusal itself, and hands the rest to `answer`.
http::Handler for_callers(Authenticator& authenticator, CallerHandler answer);
/// The same for a member function of `routes`, which outlives the router.
template <class Routes>
http::Handler for_callers(Authenticator& authenticator, Routes* routes,
                          Task<http::Response> (Routes::*answer)(const http::Request&, const Caller&)) {
    return for_callers(authenticator, [routes, answer](const http::Request& request, const Caller& caller) {
        return (routes->*answer)(request, caller);
    });
}

/// Rows 1 and 2: the text of the token in an `Authorization` header.
std::variant<std::string_view, http::ApiError> bearer_token(std::string_view authorization);

/// Rows 3 and 4: a token that says who made it. Its views look into the text.
std::variant<crypto::Token, http::ApiError> read_token(std::string_view token);

/// Rows 9 to 13 and 15: what one secret has to say about a token, if it is the last; nothing for one that is accepted.
std::optional<http::ApiError> refusal_of(crypto::TokenVerdict verdict);
/// Row 15: no secret has matched.
http::ApiError key_not_found();

/// Rows 3 to 5: the token, and the service that it says it comes from.
struct ClaimedService {
    crypto::Token token;
    Uuid service_id;
};
std::variant<ClaimedService, http::ApiError> read_service_token(std::string_view token);

/// Rows 6 to 15: which of the service's keys made the token. `service` is null when there is none of that id.
std::variant<const ApiKey*, http::ApiError> decide(const Service* service, const crypto::Token& token, Timestamp now);

}  // namespace herald::services
