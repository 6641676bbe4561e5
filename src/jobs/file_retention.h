#pragma once

#include "base/loop.h"
#include "db/store.h"
#include "objects/object_store.h"
#include "objects/removal.h"

namespace herald::jobs {

/// Removes the files of jobs that began before the service's time for their channel was over, counted in London days
/// from `at`'s (S-070 to S-072), and marks them archived. A file that is not there is no failure. The jobs stay.
Task<objects::Removal> remove_old_job_files(db::Store& store, Loop& loop, objects::ObjectStore& objects, bool letters,
                                            Timestamp at);

}  // namespace herald::jobs
