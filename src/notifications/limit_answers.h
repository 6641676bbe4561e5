#pragma once

#include "http/message.h"
#include "limits/daily_limits.h"

/// The refusals of contract public-api §5.1 and §5.2, with `Retry-After` (an addition: seconds, rounded up).
namespace herald::notifications {

/// 429 `RateLimitError`.
http::Response rate_limit_exceeded(const services::Service& service, services::KeyType key_type);
/// 429 `TooManyRequestsError`; there is room again at midnight UTC.
http::Response daily_limit_exceeded(const services::Service& service, limits::DailyKind kind, Timestamp now);

}  // namespace herald::notifications
