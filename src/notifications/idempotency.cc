#include "notifications/idempotency.h"

#include <algorithm>

#include "crypto/hmac.h"
#include "http/api_error.h"

namespace herald::notifications {
namespace {

constexpr std::string_view header_name = "Idempotency-Key";

std::string hash(std::string_view text) {
    const crypto::Digest digest = crypto::sha256(text);
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

bool is_printable(char c) {
    return c >= ' ' && c <= '~';
}

bool has_header(const http::Request& request) {
    return std::any_of(request.headers.begin(), request.headers.end(),
                       [](const auto& header) { return http::equal_ignoring_case(header.name, header_name); });
}

}  // namespace

std::variant<std::optional<IdempotencyKey>, http::Response> read_idempotency_key(const http::Request& request,
                                                                                 const services::Caller& caller) {
    constexpr std::size_t bytes_max = 255;
    if (!has_header(request)) return std::nullopt;
    const std::string_view name = request.header(header_name);
    if (name.empty() || name.size() > bytes_max || !std::all_of(name.begin(), name.end(), is_printable))
        return http::validation_error("Idempotency-Key must be 1 to 255 printable ASCII characters");
    std::string scope = caller.service->id.to_string();
    scope.append(" ").append(services::to_text(caller.key->type)).append(" ").append(request.path);
    scope.append(" ").append(name);
    constexpr std::size_t key_bytes = 16;
    return IdempotencyKey{caller.service->id, hash(scope).substr(0, key_bytes), hash(request.body)};
}

http::Response replay(const EarlierUse& earlier) {
    if (!earlier.same_body)
        return http::v2_error(422, "IdempotencyKeyReused",
                              "This Idempotency-Key was used for another request in the last 24 hours");
    http::Response response{201, earlier.answer};
    response.headers.push_back({"Idempotent-Replay", "true"});
    return response;
}

http::Response still_under_way() {
    auto response =
        http::v2_error(409, "IdempotencyKeyInUse", "The request with this Idempotency-Key is still under way");
    response.headers.push_back({"Retry-After", "1"});
    return response;
}

KeysUnderWay::Claim::Claim(KeysUnderWay& owner, std::string key_hash)
    : owner_(owner), key_hash_(std::move(key_hash)), held_(owner_.under_way_.insert(key_hash_).second) {}

KeysUnderWay::Claim::~Claim() {
    if (held_) owner_.under_way_.erase(key_hash_);
}

}  // namespace herald::notifications
