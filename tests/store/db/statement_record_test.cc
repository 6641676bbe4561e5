// The record of executed statements that the test run is judged by.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "db/db_sql.h"
#include "support/database.h"

namespace herald::db {
namespace {

class ExecutedStatements : public test::StoreTest {};
HERALD_ON_BOTH_STORES(ExecutedStatements);

TEST_P(ExecutedStatements, AreWrittenWhenTheStoreCloses) {
    const char* outer = std::getenv("HERALD_STATEMENT_COVERAGE");
    const std::string outer_path = outer == nullptr ? "" : outer;
    const test::Database place(Engine::sqlite, test::Database::Schema::empty);
    const std::string path = place.address() + ".coverage";
    store().read_now([](Transaction& tx) { tx.query(sql::ping, {}); });

    ::setenv("HERALD_STATEMENT_COVERAGE", path.c_str(), 1);
    reopen();
    if (outer == nullptr) ::unsetenv("HERALD_STATEMENT_COVERAGE");
    else ::setenv("HERALD_STATEMENT_COVERAGE", outer_path.c_str(), 1);

    std::ifstream file(path);
    std::set<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.insert(line);
    EXPECT_EQ(lines, std::set{"ping " + test::engine_name(engine())});
}

}  // namespace
}  // namespace herald::db
