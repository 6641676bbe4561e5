#include "http/json_body.h"

#include "base/text.h"

namespace herald::http {

bool says_json(const Request& request) {
    const std::string_view header = request.header("Content-Type");
    const std::string type = text::to_lower_ascii(text::trim(header.substr(0, header.find(';'))));
    return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

}  // namespace herald::http
