#include "notifications/answered_requests.h"

#include <algorithm>

#include "notifications/answered_requests_sql.h"

namespace herald::notifications {
namespace {

constexpr std::string_view answer_context = "idempotency.answer";
/// All keys of a store that several processes share are in one slot, so that they are unique.
constexpr std::int64_t shared_slot = 0;

Timestamp oldest_kept(Timestamp now) {
    return now - std::chrono::hours(24);
}

bool is_shared(const db::Transaction& tx) {
    return tx.engine() == db::Engine::postgres;
}

}  // namespace

/// Once, from the index alone.
void AnsweredRequests::load_slots(db::Transaction& tx, Timestamp now) {
    if (slots_.is_loaded()) return;
    std::int64_t slot = -1;
    for (auto next = tx.query(sql::next_key_slot, {slot}); !next[0].is_null(0);
         next = tx.query(sql::next_key_slot, {slot})) {
        slot = next[0].get<std::int64_t>(0);
        std::vector<std::string> hashes;
        for (const auto row : tx.query(sql::keys_of_slot, {slot})) hashes.emplace_back(row.get<db::Blob>(0).bytes);
        // Kept longer than it has to be, which is harmless.
        slots_.load(slot, hashes, now);
    }
    slots_.finish_loading();
}

EarlierUse AnsweredRequests::use_of(const db::Row& row, const IdempotencyKey& key) const {
    if (row.get<db::Blob>(0).bytes != key.body_hash) return {};
    auto answer = sealer_.open(row.get<db::Blob>(1).bytes, answer_context);
    if (!answer) throw db::StoreError("a kept answer's seal does not open with this installation's secret");
    return {true, std::move(*answer)};
}

std::optional<EarlierUse> AnsweredRequests::find(db::Transaction& tx, const IdempotencyKey& key, Timestamp now) {
    const IdempotencyKey* one = &key;
    return std::move(find(tx, {&one, 1}, now).front());
}

std::vector<std::optional<EarlierUse>> AnsweredRequests::find(db::Transaction& tx,
                                                              std::span<const IdempotencyKey* const> keys,
                                                              Timestamp now) {
    const Timestamp since = oldest_kept(now);
    if (!is_shared(tx)) load_slots(tx, now);
    std::vector<db::Params> lookups;
    std::vector<std::size_t> key_of;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto slots = is_shared(tx) ? std::vector{shared_slot} : slots_.candidates(keys[i]->key_hash, since);
        for (const std::int64_t slot : slots) {
            lookups.push_back({slot, db::Blob{keys[i]->key_hash}, since});
            key_of.push_back(i);
        }
    }
    std::vector<std::optional<EarlierUse>> uses(keys.size());
    if (lookups.empty()) return uses;
    const auto results = tx.query_many(sql::idempotency_key, lookups);
    for (std::size_t n = 0; n < results.size(); ++n) {
        const std::size_t i = key_of[n];
        if (!results[n].empty() && !uses[i]) uses[i] = use_of(results[n][0], *keys[i]);
    }
    return uses;
}

bool AnsweredRequests::keep(db::Transaction& tx, std::span<const KeptAnswer> answers, Timestamp now) {
    std::vector<std::string> sealed;
    sealed.reserve(answers.size());
    std::vector<db::Params> rows;
    rows.reserve(answers.size());
    for (const auto& [key, answer] : answers) {
        sealed.push_back(sealer_.seal(answer, answer_context));
        const std::int64_t slot = is_shared(tx) ? shared_slot : slots_.add(key->key_hash, now);
        rows.push_back({slot, db::Blob{key->key_hash}, key->service_id, db::Blob{key->body_hash},
                        db::Blob{sealed.back()}, now, oldest_kept(now)});
    }
    const auto changed = tx.execute_many(sql::add_idempotency_key, rows);
    return std::find(changed.begin(), changed.end(), 0) == changed.end();
}

std::size_t remove_old_idempotency_keys(db::Transaction& tx, Timestamp now, std::size_t rows_max) {
    return static_cast<std::size_t>(tx.execute(sql::remove_idempotency_keys, {oldest_kept(now), rows_max}));
}

}  // namespace herald::notifications
