#pragma once

#include <cstddef>

#include "base/loop.h"
#include "db/store.h"
#include "objects/object_store.h"

namespace herald::documents {

struct Removal {
    std::size_t removed = 0;
    std::size_t failed = 0;  ///< logged one by one; tried again by the next run
};

/// Removes the documents that have expired at `at`, object first, then row, `batch` at a time. One that cannot be
/// removed is logged with its object's name and left for the next run; the others go all the same (S-017).
Task<Removal> remove_expired_documents(db::Store& store, Loop& loop, objects::ObjectStore& objects, Timestamp at,
                                       std::size_t batch = 100);

}  // namespace herald::documents
