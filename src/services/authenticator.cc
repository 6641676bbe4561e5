#include "services/authenticator.h"

#include "base/text.h"

namespace herald::services {

namespace {

constexpr std::string_view general_error =
    "Invalid token: make sure your API token matches the example at "
    "https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header";
constexpr std::string_view clock_error = "Error: Your system clock must be accurate to within 30 seconds";

http::ApiError refusal(int status, std::string_view message) {
    return {status, "AuthError", std::string(message)};
}
http::ApiError forbidden(std::string_view message) {
    return refusal(403, message);
}

}  // namespace

std::variant<std::string_view, http::ApiError> bearer_token(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (authorization.empty()) return refusal(401, "Unauthorized: authentication token must be provided");
    if (text::to_lower_ascii(authorization.substr(0, scheme.size())) != scheme)
        return refusal(401, "Unauthorized: authentication bearer scheme must be used");
    return authorization.substr(scheme.size());
}

std::variant<crypto::Token, http::ApiError> read_token(std::string_view text) {
    auto token = crypto::parse_token(text);
    if (!token) return forbidden(general_error);
    if (!token->has_issuer) return forbidden("Invalid token: iss field not provided");
    return std::move(*token);
}

std::optional<http::ApiError> refusal_of(crypto::TokenVerdict verdict) {
    switch (verdict) {
        case crypto::TokenVerdict::no_match:
            return key_not_found();
        case crypto::TokenVerdict::wrong_algorithm:
            return forbidden("Invalid token: algorithm used is not HS256");
        case crypto::TokenVerdict::clock_wrong:
            return forbidden(clock_error);
        case crypto::TokenVerdict::refused:
            return forbidden(general_error);
        case crypto::TokenVerdict::accepted:
            break;
    }
    return std::nullopt;
}

http::ApiError key_not_found() {
    return forbidden("Invalid token: API key not found");
}

std::variant<ClaimedService, http::ApiError> read_service_token(std::string_view text) {
    auto read = read_token(text);
    if (auto* error = std::get_if<http::ApiError>(&read)) return std::move(*error);
    auto& token = std::get<crypto::Token>(read);
    const auto service_id = token.issuer ? Uuid::parse(*token.issuer) : std::nullopt;
    if (!service_id) return forbidden("Invalid token: service id is not the right data type");
    return ClaimedService{std::move(token), *service_id};
}

std::variant<const ApiKey*, http::ApiError> decide(const Service* service, const crypto::Token& token, Timestamp now) {
    if (!service) return forbidden("Invalid token: service not found");
    if (service->keys.empty()) return forbidden("Invalid token: service has no API keys");
    if (!service->active) return forbidden("Invalid token: service is archived");
    for (const ApiKey& key : service->keys) {
        const auto verdict = crypto::verify_token(token, key.secret, now);
        if (verdict == crypto::TokenVerdict::no_match) continue;
        if (auto refused = refusal_of(verdict)) return std::move(*refused);
        if (key.expiry_date) return forbidden("Invalid token: API key revoked");
        return &key;
    }
    return key_not_found();
}

Task<std::variant<Caller, http::ApiError>> Authenticator::authenticate(const http::Request& request) {
    auto bearer = bearer_token(request.header("Authorization"));
    if (auto* error = std::get_if<http::ApiError>(&bearer)) co_return std::move(*error);
    auto claimed = read_service_token(std::get<std::string_view>(bearer));
    if (auto* error = std::get_if<http::ApiError>(&claimed)) co_return std::move(*error);
    const auto& [token, service_id] = std::get<ClaimedService>(claimed);

    ServicePtr service = co_await directory_.find(service_id);
    auto decision = decide(service.get(), token, clock_.now());
    if (auto* error = std::get_if<http::ApiError>(&decision)) co_return std::move(*error);
    co_return Caller{std::move(service), std::get<const ApiKey*>(decision)};
}

namespace {

Task<http::Response> answer_caller(Authenticator& authenticator, const CallerHandler& answer,
                                   const http::Request& request) {
    const auto authenticated = co_await authenticator.authenticate(request);
    if (const auto* error = std::get_if<http::ApiError>(&authenticated)) co_return http::v2_error(*error);
    co_return co_await answer(request, std::get<Caller>(authenticated));
}

}  // namespace

http::Handler for_callers(Authenticator& authenticator, CallerHandler answer) {
    return [&authenticator, answer = std::move(answer)](const http::Request& request) {
        return answer_caller(authenticator, answer, request);
    };
}

}  // namespace herald::services
