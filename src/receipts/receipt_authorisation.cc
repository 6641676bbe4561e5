#include "receipts/receipt_authorisation.h"

#include "crypto/encoding.h"
#include "http/api_error.h"
#include "services/basic_credentials.h"

namespace herald::receipts {

std::optional<http::Response> refuse_unauthorised(const http::Request& request, const std::string& user,
                                                  const std::string& password) {
    if (user.empty() && password.empty()) return std::nullopt;
    const std::string_view header = request.header("Authorization");
    if (header.empty()) {
        auto refused = http::old_error(401, "Unauthorized: authentication token must be provided");
        refused.headers.push_back({"WWW-Authenticate", "Basic"});
        return refused;
    }
    constexpr std::string_view scheme = "Basic ";
    const auto given = header.starts_with(scheme) ? crypto::base64_decode(header.substr(scheme.size())) : std::nullopt;
    if (!given || !crypto::equal_in_constant_time(*given, user + ":" + password))
        return services::credentials_refused();
    return std::nullopt;
}

}  // namespace herald::receipts
