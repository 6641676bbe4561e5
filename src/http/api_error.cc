#include "http/api_error.h"

#include "base/json_writer.h"

namespace herald::http {

namespace {

Response v2_response(int status, std::string_view error, std::span<const std::string_view> messages) {
    Response response;
    response.status = status;
    JsonWriter json(response.body);
    json.begin_object().member("status_code", status).key("errors").begin_array();
    for (const std::string_view message : messages)
        json.begin_object().member("error", error).member("message", message).end_object();
    json.end_array().end_object();
    return response;
}

/// `{"result":"error","message":` and whatever `write` puts there.
template <class Write>
Response old_response(int status, const Write& write) {
    Response response;
    response.status = status;
    JsonWriter json(response.body);
    json.begin_object().member("result", "error").key("message");
    write(json);
    json.end_object();
    return response;
}

struct ServerMessage {
    std::string_view error;
    std::string_view message;
};

ServerMessage server_message(int status) {
    switch (status) {
        case 404:
            return {"NoResultFound",
                    "The requested URL was not found on the server. If you entered the URL manually please check your "
                    "spelling and try again."};
        case 405:
            return {"BadRequestError", "The method is not allowed for the requested URL."};
        case 408:
            return {"BadRequestError", "The request did not arrive in time"};
        case 413:
            return {"BadRequestError", "The request body is too large"};
        case 431:
            return {"BadRequestError", "The request headers are too large"};
        case 500:
            return {"Exception", "Internal server error"};
        case 503:
            return {"ServiceUnavailable", "The server can not take this request now, try again later"};
        case 504:
            return {"SoftEventletTimeout", "Timeout serving request"};
        default:
            return status < 500 ? ServerMessage{"BadRequestError", "The request could not be understood"}
                                : ServerMessage{"Exception", "Internal server error"};
    }
}

bool speaks_v2(std::string_view pattern) {
    return pattern.starts_with("/v2/") || pattern == "/notifications/letter/status";
}

}  // namespace

Response v2_error(const ApiError& error) {
    return v2_error(error.status, error.error, error.message);
}

Response v2_error(int status, std::string_view error, std::string_view message) {
    return v2_response(status, error, {&message, 1});
}

Response v2_errors(int status, std::string_view error, std::span<const std::string> messages) {
    const std::vector<std::string_view> views(messages.begin(), messages.end());
    return v2_response(status, error, views);
}

Response validation_errors(std::span<const std::string> messages) {
    return v2_errors(400, "ValidationError", messages);
}

Response validation_error(std::string_view message) {
    return v2_error(400, "ValidationError", message);
}

Response bad_request(std::string_view message) {
    return v2_error(400, "BadRequestError", message);
}

Response v2_not_found() {
    return v2_error(404, "NoResultFound", "No result found");
}

Response v2_unrepresentable_id() {
    return v2_error(404, "DataError", "No result found");
}

Response old_error(int status, std::string_view message) {
    return old_response(status, [&](JsonWriter& json) { json.value(message); });
}

Response old_errors(int status, std::span<const std::string> messages) {
    return old_response(status, [&](JsonWriter& json) {
        json.begin_array();
        for (const std::string& message : messages) json.value(message);
        json.end_array();
    });
}

Response old_error_object(int status, std::string_view field, std::string_view message) {
    return old_response(status, [&](JsonWriter& json) { json.begin_object().member(field, message).end_object(); });
}

Response old_token_error(int status, std::string_view message) {
    return old_response(status, [&](JsonWriter& json) {
        json.begin_object().key("token").begin_array().value(message).end_array().end_object();
    });
}

Response server_error(int status, std::string_view pattern) {
    const ServerMessage known = server_message(status);
    Response response =
        speaks_v2(pattern) ? v2_error(status, known.error, known.message) : old_error(status, known.message);
    if (status == 503) response.headers.push_back({"Retry-After", "1"});
    return response;
}

}  // namespace herald::http
