#pragma once

#include <span>
#include <string_view>

namespace herald::db {

enum class Engine { sqlite, postgres };

/// A named SQL statement, made at build time from a `.sql` file beside the code that uses it.
///
///     -- name: insert_delivery(id, service_id, due)
///     INSERT INTO deliveries (id, service_id, due) VALUES (:id, :service_id, :due)
///
/// The list after the name is the order in which values are bound; the generator refuses a parameter that is used and
/// not listed, or listed and not used. Where the engines need different text, a line `-- engine: sqlite` or
/// `-- engine: postgres` starts each version. The name is the metric's label.
struct Statement {
    std::string_view name;
    std::string_view sqlite;    ///< with ?1, ?2, …
    std::string_view postgres;  ///< with $1, $2, …
    std::size_t parameter_count;
    std::size_t index;  ///< position in `catalogue()`

    std::string_view text(Engine engine) const { return engine == Engine::sqlite ? sqlite : postgres; }
};

/// Every statement of the program, in the order of `Statement::index`. Generated.
std::span<const Statement* const> catalogue();

}  // namespace herald::db
