#pragma once

#include <optional>
#include <string>

#include "http/message.h"

namespace herald::receipts {

/// Null when a provider may post this receipt: nobody has set a user and a password, or it gives them by HTTP Basic
/// (contract providers §4). Else the answer: 401 without, 403 when they are wrong.
std::optional<http::Response> refuse_unauthorised(const http::Request& request, const std::string& user,
                                                  const std::string& password);

}  // namespace herald::receipts
