#pragma once

#include <span>
#include <string>

#include "base/ids.h"
#include "crypto/sealer.h"
#include "db/store.h"

namespace herald::receipts {

/// What became of a list of letters that came back.
struct ReturnedLetters {
    std::size_t live = 0;      ///< letters of the last days
    std::size_t archived = 0;  ///< older ones
    std::size_t unknown = 0;   ///< references of no letter
};

/// Marks the letters of these references as returned, reports each once, and tells the services that want to know
/// (tasks.md §6.4). A list that comes again tells nobody anything. At most 5,000 references at once.
ReturnedLetters record_returned_letters(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp now,
                                        std::int64_t count_shard, std::span<const std::string> references);

}  // namespace herald::receipts
