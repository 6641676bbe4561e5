#pragma once

#include "base/loop.h"
#include "db/store.h"
#include "objects/object_store.h"
#include "objects/removal.h"

namespace herald::documents {

/// Removes the documents that have expired at `at`, object first, then row, `batch` at a time. One that cannot be
/// removed is logged with its object's name and left for the next run; the others go all the same (S-017).
Task<objects::Removal> remove_expired_documents(db::Store& store, Loop& loop, objects::ObjectStore& objects,
                                                Timestamp at, std::size_t batch = 100);

}  // namespace herald::documents
