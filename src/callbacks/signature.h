#pragma once

#include <string_view>
#include <vector>

#include "base/time.h"
#include "http/message.h"

namespace herald::callbacks {

/// The headers by which an endpoint knows that a call is from here and unchanged (https://www.standardwebhooks.com):
/// `webhook-id`, the same on every try; `webhook-timestamp`, of this try; `webhook-signature`. `secret` is `whsec_` and
/// base64; nothing when it is neither.
std::vector<http::Header> signature_headers(std::string_view secret, std::string_view id, Timestamp now,
                                            std::string_view body);

}  // namespace herald::callbacks
