#include "notifications/limit_answers.h"

#include "http/api_error.h"
#include "limits/token_bucket.h"

namespace herald::notifications {
namespace {

http::Response too_many(std::string_view error, std::string_view message, std::int64_t wait_micros) {
    constexpr std::int64_t second_micros = 1'000'000;
    auto response = http::v2_error(429, error, message);
    response.headers.push_back({"Retry-After", std::to_string((wait_micros + second_micros - 1) / second_micros)});
    return response;
}

}  // namespace

http::Response rate_limit_exceeded(const services::Service& service, services::KeyType key_type) {
    return too_many("RateLimitError",
                    "Exceeded rate limit for key type " + std::string(services::public_name(key_type)) + " of " +
                        std::to_string(service.rate_limit) + " requests per 60 seconds",
                    limits::wait_after_refusal(service.rate_limit).count());
}

http::Response daily_limit_exceeded(const services::Service& service, limits::DailyKind kind, Timestamp now) {
    return too_many("TooManyRequestsError",
                    "Exceeded send limits (" + std::string(limits::to_text(kind)) + ": " +
                        std::to_string(limits::limit_of(service, kind)) + ") for today",
                    Timestamp::start_of_utc_day(now.utc_day() + 1).micros - now.micros);
}

}  // namespace herald::notifications
