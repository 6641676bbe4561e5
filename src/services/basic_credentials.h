#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "http/message.h"

namespace herald::services {

/// What a provider shows by HTTP Basic (RFC 7617).
struct BasicCredentials {
    std::string user;
    std::string password;
};

/// Why a header holds none.
enum class NoCredentials {
    missing,      ///< no header, or one that cannot be read
    other_scheme  ///< something else than Basic
};

std::variant<BasicCredentials, NoCredentials> read_basic_credentials(std::string_view authorization);

/// Whether one of `allowed` is `given`, in a time that depends on lengths only. Empty entries are nobody's.
bool is_one_of(std::span<const std::string> allowed, std::string_view given);

/// 401 and 403 of providers' endpoints (contract public-api §6.4), and of metrics beside the API.
http::Response credentials_missing();
http::Response credentials_refused();

}  // namespace herald::services
