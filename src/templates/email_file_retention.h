#pragma once

#include "base/loop.h"
#include "db/store.h"
#include "objects/object_store.h"
#include "objects/removal.h"

namespace herald::templates {

/// Archives files whose upload was begun more than 24 hours before `at` and never ended (contract tasks §11.10); how
/// many.
Task<std::size_t> archive_pending_files(db::Store& store, Loop& loop, Timestamp at);

/// Removes the content of files that were archived more than 14 days before `at`, `batch` at a time. One that cannot be
/// removed is logged and left for the next run; one that is not there is no failure.
Task<objects::Removal> remove_archived_files(db::Store& store, Loop& loop, objects::ObjectStore& objects, Timestamp at,
                                             std::size_t batch = 250);

}  // namespace herald::templates
