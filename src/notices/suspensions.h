#pragma once

#include <optional>
#include <string>

#include "base/loop.h"
#include "base/task.h"
#include "notices/own_mail.h"

namespace herald::notices {

struct SuspensionParts {
    db::Store& store;
    Loop& loop;
    IdSource& ids;
    const crypto::Sealer& sealer;
};

struct SuspensionOptions {
    services::OwnService own;      ///< in whose name teams are told
    int days_kept = 7;             ///< for how long failed calls are kept
    std::int64_t count_shard = 0;  ///< of the messages' counters
};

/// A suspension that has just been told.
struct ToldSuspension {
    Uuid service_id;
    std::string callback_type;
    std::size_t emails = 0;  ///< 0: the service has nobody who could be told
};

/// Takes one suspended endpoint that its service's team does not know of, and writes an email to each active member, in
/// the same transaction: each suspension is told once, whoever looks. Nothing when there is none left.
std::optional<ToldSuspension> tell_of_suspension(db::Transaction& tx, const SuspensionParts& parts,
                                                 const SuspensionOptions& options, Timestamp now);

/// The same for all of them, each in a transaction of its own and logged; how many emails were written.
Task<std::size_t> tell_of_suspensions(SuspensionParts parts, SuspensionOptions options, Timestamp at);

}  // namespace herald::notices
