#include "services/basic_credentials.h"

#include "crypto/encoding.h"
#include "http/api_error.h"

namespace herald::services {

std::variant<BasicCredentials, NoCredentials> read_basic_credentials(std::string_view authorization) {
    const std::size_t space = authorization.find(' ');
    if (authorization.empty()) return NoCredentials::missing;
    if (!http::equal_ignoring_case(authorization.substr(0, space), "Basic")) return NoCredentials::other_scheme;
    if (space == std::string_view::npos) return NoCredentials::missing;
    const auto decoded = crypto::base64_decode(authorization.substr(space + 1));
    if (!decoded) return NoCredentials::missing;
    const std::size_t colon = decoded->find(':');
    if (colon == std::string::npos) return BasicCredentials{*decoded, {}};
    return BasicCredentials{decoded->substr(0, colon), decoded->substr(colon + 1)};
}

bool is_one_of(std::span<const std::string> allowed, std::string_view given) {
    bool found = false;
    for (const std::string& one : allowed)
        if (crypto::equal_in_constant_time(one, given) && !one.empty()) found = true;
    return found;
}

http::Response credentials_missing() {
    auto response = http::old_error(401, "Unauthorized: authentication token must be provided");
    response.headers.push_back({"WWW-Authenticate", "Bearer"});
    return response;
}

http::Response credentials_refused() {
    return http::old_error(403, "Forbidden: invalid authentication token provided");
}

}  // namespace herald::services
