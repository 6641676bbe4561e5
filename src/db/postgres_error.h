#pragma once

#include <libpq-fe.h>

#include <string_view>

#include "db/store.h"

namespace herald::db {

/// The connection is gone; the transaction on it was rolled back, unless COMMIT was already on its way.
class ConnectionLost : public StoreUnavailable {
    using StoreUnavailable::StoreUnavailable;
};
/// A serialisation failure or a deadlock: the same unit may succeed when it is run again.
class TransactionConflict : public StoreUnavailable {
    using StoreUnavailable::StoreUnavailable;
};

/// Throws what a failed result stands for, by its SQLSTATE; `doing` is the statement's name.
[[noreturn]] void raise_postgres_error(const PGresult* failed, std::string_view doing);

}  // namespace herald::db
