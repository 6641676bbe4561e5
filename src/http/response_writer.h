#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace herald::http {

/// The words that go with a status, `Not Found`.
std::string_view reason_phrase(int status);

struct ResponseStyle {
    bool public_headers = true;   ///< contract public-api §0.4, with the request's ids
    bool closes = false;          ///< says `Connection: close`
    bool keep_alive_1_0 = false;  ///< says `Connection: keep-alive`, which HTTP/1.0 clients have to be told
};

/// The bytes of a response. To HEAD, its head only, with the length that GET would have had.
std::string write_response(const Response& response, const Request& request, ResponseStyle style);

}  // namespace herald::http
