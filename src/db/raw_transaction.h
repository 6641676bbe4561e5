#pragma once

#include <string>

#include "db/store.h"

namespace herald::db {

/// What the engines offer to this room alone: SQL that is not in the catalogue. Every Transaction of a Store is one.
class RawTransaction : public Transaction {
public:
    /// Runs one or more statements without parameters; used by migrations.
    virtual void run_script(const std::string& sql) = 0;
    /// Has the engine prepare a statement, without running it. Throws StoreError with the engine's complaint.
    virtual void check(const Statement& statement) = 0;
};

}  // namespace herald::db
