#pragma once

#include <optional>
#include <set>
#include <string>
#include <variant>

#include "http/message.h"
#include "services/authenticator.h"

namespace herald::notifications {

/// A caller's own name for a request that it may repeat (header `Idempotency-Key`, an addition to the contract): within
/// 24 hours the same name and body get the same answer and make nothing new. Hashes, because a name may be personal.
struct IdempotencyKey {
    Uuid service_id;
    std::string key_hash;   ///< of the name, the service, the kind of API key and the route: 16 bytes of SHA-256
    std::string body_hash;  ///< SHA-256 of the body

    bool operator==(const IdempotencyKey&) const = default;
};

/// Nothing when the request carries none; the response is 400 for a name that is empty, longer than 255 bytes, or not
/// printable ASCII.
std::variant<std::optional<IdempotencyKey>, http::Response> read_idempotency_key(const http::Request& request,
                                                                                 const services::Caller& caller);

/// How a name was used before.
struct EarlierUse {
    bool same_body = false;
    std::string answer;  ///< the body of the 201; empty for another request
};

/// The answers to a repeated request: 201 as before with `Idempotent-Replay: true`, or 422.
http::Response replay(const EarlierUse& earlier);
/// 409: the first request of that name has not been answered yet.
http::Response still_under_way();

/// The names of the requests that this process is answering now. On the loop.
class KeysUnderWay {
public:
    /// Holds a name until it is destroyed.
    class Claim {
    public:
        Claim(KeysUnderWay& owner, std::string key_hash);
        Claim(const Claim&) = delete;
        Claim& operator=(const Claim&) = delete;
        ~Claim();
        /// False: another request has it.
        bool is_held() const { return held_; }

    private:
        KeysUnderWay& owner_;
        std::string key_hash_;
        bool held_;
    };

private:
    std::set<std::string> under_way_;
};

}  // namespace herald::notifications
