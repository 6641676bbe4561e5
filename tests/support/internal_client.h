#pragma once

#include "base/clock.h"
#include "base/json.h"
#include "crypto/jwt.h"
#include "http/router.h"
#include "services/internal_authenticator.h"

namespace herald::test {

/// Asks routes of the internal API as the admin site does, without a network. The routes are given `authenticator`.
class InternalClient {
public:
    explicit InternalClient(const Clock& clock) : clock_(clock) {}

    const services::InternalAuthenticator& authenticator() const { return authenticator_; }
    http::Router& router() { return router_; }

    /// `target` is a path with its query. The loop is whatever runs a task to its end.
    template <class AnyLoop>
    http::Response send(AnyLoop& loop, http::Method method, const std::string& target, std::string body = "") {
        const auto mark = std::min(target.find('?'), target.size());
        http::Request request;
        request.method = method;
        request.path = target.substr(0, mark);
        request.query = target.substr(std::min(mark + 1, target.size()));
        request.body = std::move(body);
        request.headers = {{"Authorization", "Bearer " + crypto::make_token("notify-admin", secret, clock_.now())},
                           {"Content-Type", "application/json"}};
        const auto match = router_.match(method, request.path);
        if (!match.handler) return http::server_error(404, {});
        request.params = match.params;
        return loop.run((*match.handler)(request));
    }
    template <class AnyLoop>
    http::Response get(AnyLoop& loop, const std::string& target) {
        return send(loop, http::Method::get, target);
    }
    template <class AnyLoop>
    http::Response post(AnyLoop& loop, const std::string& target, std::string body = "{}") {
        return send(loop, http::Method::post, target, std::move(body));
    }

private:
    static constexpr const char* secret = "the secret of the admin site in tests";
    const Clock& clock_;
    services::InternalAuthenticator authenticator_{{{"notify-admin", {secret}}}, clock_};
    http::Router router_;
};

}  // namespace herald::test
