#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crypto/sealer.h"
#include "db/store.h"
#include "notifications/idempotency.h"
#include "notifications/key_slots.h"

namespace herald::notifications {

/// An answer to be kept under its request's name.
struct KeptAnswer {
    const IdempotencyKey* key;
    std::string answer;
};

/// What requests with an idempotency key were answered in the last 24 hours. In a store that several processes share, a
/// unique key decides which of two requests of one name was first; where one process is alone with its store, its one
/// writer does, so there must be one object of this class for it. Called on threads of the store.
class AnsweredRequests {
public:
    explicit AnsweredRequests(const crypto::Sealer& sealer) : sealer_(sealer) {}

    std::optional<EarlierUse> find(db::Transaction& tx, const IdempotencyKey& key, Timestamp now);
    /// Many in one round trip.
    std::vector<std::optional<EarlierUse>> find(db::Transaction& tx, std::span<const IdempotencyKey* const> keys,
                                                Timestamp now);
    /// In the transaction that has looked for them. False when another process has used one of the names since.
    bool keep(db::Transaction& tx, std::span<const KeptAnswer> answers, Timestamp now);

private:
    void load_slots(db::Transaction& tx, Timestamp now);
    EarlierUse use_of(const db::Row& row, const IdempotencyKey& key) const;

    const crypto::Sealer& sealer_;
    KeySlots slots_;
};

/// Forgets names older than 24 hours, at most `rows_max`; how many.
std::size_t remove_old_idempotency_keys(db::Transaction& tx, Timestamp now, std::size_t rows_max);

}  // namespace herald::notifications
