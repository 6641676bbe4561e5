#include "services/internal_authenticator.h"

#include "crypto/jwt.h"
#include "services/authenticator.h"

namespace herald::services {
namespace {

Task<http::Response> answer_refusal(http::ApiError error) {
    co_return http::old_token_error(error.status, error.message);
}

}  // namespace

std::optional<http::ApiError> InternalAuthenticator::refuse(const http::Request& request,
                                                            std::string_view client) const {
    const auto bearer = bearer_token(request.header("Authorization"));
    if (const auto* error = std::get_if<http::ApiError>(&bearer)) return *error;
    const auto read = read_token(std::get<std::string_view>(bearer));
    if (const auto* error = std::get_if<http::ApiError>(&read)) return *error;
    const auto& token = std::get<crypto::Token>(read);
    if (token.issuer != client)
        return http::ApiError{401, "AuthError", "Unauthorized: not allowed to perform this action"};
    const auto secrets = clients_.find(std::string(client));
    if (secrets != clients_.end()) {
        for (const std::string& secret : secrets->second) {
            const auto verdict = crypto::verify_token(token, secret, clock_.now());
            if (verdict == crypto::TokenVerdict::no_match) continue;
            return refusal_of(verdict);
        }
    }
    return key_not_found();
}

http::Handler for_client(const InternalAuthenticator& authenticator, std::string_view client, http::Handler answer) {
    return [&authenticator, client, answer = std::move(answer)](const http::Request& request) {
        if (auto error = authenticator.refuse(request, client)) return answer_refusal(std::move(*error));
        return answer(request);
    };
}

}  // namespace herald::services
