#include "notifications/idempotency.h"

#include <algorithm>

#include "crypto/hmac.h"
#include "http/api_error.h"
#include "notifications/idempotency_sql.h"

namespace herald::notifications {
namespace {

constexpr std::string_view header_name = "Idempotency-Key";
constexpr std::string_view answer_context = "idempotency.answer";

std::string hash(std::string_view text) {
    const crypto::Digest digest = crypto::sha256(text);
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

bool is_printable(char c) {
    return c >= ' ' && c <= '~';
}

Timestamp oldest_kept(Timestamp now) {
    return now - std::chrono::hours(24);
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
    std::string scope(services::to_text(caller.key->type));
    scope.append(" ").append(request.path).append(" ").append(name);
    return IdempotencyKey{caller.service->id, hash(scope), hash(request.body)};
}

std::optional<EarlierUse> find_earlier_use(db::Transaction& tx, const crypto::Sealer& sealer, const IdempotencyKey& key,
                                           Timestamp now) {
    const IdempotencyKey* one = &key;
    return std::move(find_earlier_uses(tx, sealer, {&one, 1}, now).front());
}

std::vector<std::optional<EarlierUse>> find_earlier_uses(db::Transaction& tx, const crypto::Sealer& sealer,
                                                         std::span<const IdempotencyKey* const> keys, Timestamp now) {
    std::vector<db::Params> params;
    params.reserve(keys.size());
    for (const auto* key : keys) params.push_back({key->service_id, db::Blob{key->key_hash}, oldest_kept(now)});
    const auto results = tx.query_many(sql::idempotency_key, params);
    std::vector<std::optional<EarlierUse>> uses(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (results[i].empty()) continue;
        uses[i].emplace();
        if (results[i][0].get<db::Blob>(0).bytes != keys[i]->body_hash) continue;
        auto answer = sealer.open(results[i][0].get<db::Blob>(1).bytes, answer_context);
        if (!answer) throw db::StoreError("a kept answer's seal does not open with this installation's secret");
        uses[i] = EarlierUse{true, std::move(*answer)};
    }
    return uses;
}

bool keep_answers(db::Transaction& tx, const crypto::Sealer& sealer, std::span<const KeptAnswer> answers,
                  Timestamp now) {
    std::vector<std::string> sealed;
    sealed.reserve(answers.size());
    std::vector<db::Params> rows;
    rows.reserve(answers.size());
    for (const auto& [key, answer] : answers) {
        sealed.push_back(sealer.seal(answer, answer_context));
        rows.push_back({key->service_id, db::Blob{key->key_hash}, db::Blob{key->body_hash}, db::Blob{sealed.back()},
                        now, oldest_kept(now)});
    }
    const auto changed = tx.execute_many(sql::add_idempotency_key, rows);
    return std::find(changed.begin(), changed.end(), 0) == changed.end();
}

std::size_t remove_old_idempotency_keys(db::Transaction& tx, Timestamp now, std::size_t rows_max) {
    return static_cast<std::size_t>(tx.execute(sql::remove_idempotency_keys, {oldest_kept(now), rows_max}));
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
