#pragma once

#include "base/uuid.h"
#include "db/store.h"

namespace herald::services {

/// A full copy of the service's row after its change, under its version (data-model §11).
void write_service_history(db::Transaction& tx, Uuid id);

}  // namespace herald::services
