#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "db/value.h"

namespace herald::db {

struct ClearResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

/// Parameters as libpq takes them: text, and bytes as they are. Reused from row to row.
class PostgresParameters {
public:
    /// The arrays are valid until the next call.
    void encode(const Params& params);

    int count() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    struct Encoder;

    std::string bytes_;                   ///< all values, each with a NUL behind it
    std::vector<std::ptrdiff_t> starts_;  ///< where each begins in `bytes_`; negative: null
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

/// The rows of a result, which they keep. `bytea` columns are decoded.
Rows postgres_rows(PostgresResult result);

/// Rows inserted, updated or deleted; 0 for a SELECT.
std::int64_t rows_changed(PGresult* result);

}  // namespace herald::db
