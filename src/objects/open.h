#pragma once

#include "base/blocking_pool.h"
#include "base/settings.h"
#include "objects/object_store.h"
#include "objects/s3_store.h"

namespace herald::objects {

/// The store that the settings name: a bucket, or `DATA/objects`. Throws ObjectStoreError with a sentence for people.
/// Blocking for files. What it is given outlives it.
std::unique_ptr<ObjectStore> open(const Settings& settings, Loop& loop, BlockingPool& pool, http::Client& client,
                                  const Clock& clock);

}  // namespace herald::objects
