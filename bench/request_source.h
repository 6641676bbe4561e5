#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace herald::bench {

/// What the requests are made of.
struct RequestOptions {
    enum class Kind { sms, email, both, get, receipt } kind = Kind::sms;
    std::string api_key;  ///< `name-serviceid-secret`
    std::string sms_template, email_template;
    std::vector<std::string> ids;   ///< for `get` and `receipt`: the notifications, in turn
    bool idempotency_keys = false;  ///< every request gets one of its own
};

/// Whole HTTP requests, made ahead of time: a token is good for a second here, and the bodies repeat after a while.
class RequestSource {
public:
    RequestSource(const Clock& clock, RequestOptions options);

    /// Valid until the next call.
    std::string_view next();

private:
    void renew();
    std::string post(std::string_view path, const std::string& body) const;
    std::string token() const;
    void give_key(std::string& request);
    std::string_view next_receipt();

    const Clock& clock_;
    RequestOptions options_;
    std::int64_t made_in_second_ = 0;
    std::string authorization_;
    std::vector<std::string> requests_;
    std::size_t next_ = 0;
    std::string get_;
    std::string receipt_;
    std::size_t receipts_made_ = 0;
    std::int64_t keys_given_ = 0;
};

}  // namespace herald::bench
