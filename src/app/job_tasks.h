#pragma once

#include "app/tasks.h"

namespace herald::app {

/// The tasks about jobs. `parts` is kept by reference.
void add_job_tasks(schedule::Registry& registry, TaskParts& parts);

}  // namespace herald::app
