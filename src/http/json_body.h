#pragma once

#include "http/message.h"

namespace herald::http {

/// Whether the request says that its body is JSON: `application/json` or one like `application/problem+json`.
bool says_json(const Request& request);

}  // namespace herald::http
