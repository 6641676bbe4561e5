#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/message.h"

namespace herald::http {

/// One thing that is wrong, as the public API names it (contract public-api §0.1): HTTP status, the name of the error
/// such as `BadRequestError`, and the message.
struct ApiError {
    int status = 400;
    std::string error;
    std::string message;
};

/// `{"status_code":…,"errors":[{"error":…,"message":…}]}` (§0.1).
Response v2_error(const ApiError& error);
Response v2_error(int status, std::string_view error, std::string_view message);
/// The same with several messages of one kind of error.
Response v2_errors(int status, std::string_view error, std::span<const std::string> messages);
/// 400 `ValidationError` (§2.1).
Response validation_errors(std::span<const std::string> messages);
Response validation_error(std::string_view message);
/// 400 `BadRequestError`.
Response bad_request(std::string_view message);
/// 404 `NoResultFound`, `No result found`.
Response v2_not_found();
/// 404 `DataError`: the form `urn:uuid:…` is a valid id that no row can have (§0).
Response v2_unrepresentable_id();

/// `{"result":"error","message":…}` (§0.2), the body of routes outside the public API.
Response old_error(int status, std::string_view message);
/// `message` as an array.
Response old_errors(int status, std::span<const std::string> messages);
/// `message` as an object with one text: `{"unsubscribe request":"…"}`.
Response old_error_object(int status, std::string_view field, std::string_view message);
/// `message` as an object with one list: `{"token":["…"]}`, which is what failed authentication looks like there.
Response old_token_error(int status, std::string_view message);

/// What the server itself has to say (404, 405, 413, 431, 500, 503, 504, other), in the body that fits the route:
/// `pattern` is the matched route's and empty when none matched. Fits `Server::ErrorBody`. 503 carries `Retry-After`;
/// `Allow` of a 405 is the server's to add (§0.3).
Response server_error(int status, std::string_view pattern);

}  // namespace herald::http
