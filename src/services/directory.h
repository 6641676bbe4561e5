#pragma once

#include <memory>
#include <unordered_map>

#include "base/clock.h"
#include "base/loop.h"
#include "base/task.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "services/service.h"

namespace herald::services {

/// Services by id, cached for at most 2 seconds (contract public-api §1.3): after that one small read compares the
/// change number, and only a changed service is read again. Lives on the loop.
class Directory {
public:
    Directory(db::Store& store, Loop& loop, const Clock& clock, const crypto::Sealer& sealer);
    ~Directory();

    /// Null when there is no such service. Unknown ids are remembered for the same 2 seconds.
    /// Concurrent look-ups of one id share one read.
    Task<ServicePtr> find(Uuid id);
    /// Drops the entry: called where this process changes a service.
    void forget(Uuid id);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace herald::services
