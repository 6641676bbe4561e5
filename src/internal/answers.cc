#include "internal/answers.h"

#include <algorithm>

#include "base/json_writer.h"

namespace herald::internal {

http::Response not_found() {
    return http::old_error(404, "No result found");
}

http::Response no_such_url() {
    return http::server_error(404, {});
}

http::Response unreadable_body() {
    return http::old_error(400, "The browser (or proxy) sent a request that this server could not understand.");
}

void FieldErrors::add(std::string_view field, std::string_view text) {
    auto found = std::find_if(fields_.begin(), fields_.end(), [&](const auto& known) { return known.first == field; });
    if (found == fields_.end()) found = fields_.insert(fields_.end(), {std::string(field), {}});
    found->second.emplace_back(text);
}

http::Response FieldErrors::answer() const {
    http::Response response;
    response.status = 400;
    JsonWriter json(response.body);
    json.begin_object().member("result", "error").key("message").begin_object();
    for (const auto& [field, texts] : fields_) {
        json.key(field).begin_array();
        for (const auto& text : texts) json.value(text);
        json.end_array();
    }
    json.end_object().end_object();
    return response;
}

}  // namespace herald::internal
