// A migration's text for each engine.

#include "db/migration_text.h"

#include <gtest/gtest.h>

namespace herald::db {
namespace {

struct Case {
    const char* written;
    const char* sqlite;
    const char* postgres;
};

TEST(MigrationText, GivesEachEngineItsOwn) {
    const Case cases[] = {
        {"a UUID, b TIMESTAMPTZ", "a BLOB, b INTEGER", "a UUID, b TIMESTAMPTZ"},
        {"a JSONB, b BYTEA, c BOOLEAN", "a TEXT, b BLOB, c INTEGER", "a JSONB, b BYTEA, c BOOLEAN"},
        {"a BIGINT, b DOUBLE PRECISION", "a INTEGER, b REAL", "a BIGINT, b DOUBLE PRECISION"},
        {"my_UUID, UUIDs, uuid", "my_UUID, UUIDs, uuid", "my_UUID, UUIDs, uuid"},
        {"'UUID' -- a UUID\nUUID", "'UUID' -- a UUID\nBLOB", "'UUID' -- a UUID\nUUID"},
        {"x\n-- engine: sqlite\ny\n-- engine: postgres\nz\n-- engine: both\nw", "x\ny\nw", "x\nz\nw"},
        {"", "", ""},
    };
    for (const Case& c : cases) {
        EXPECT_EQ(migration_text(c.written, Engine::sqlite), c.sqlite);
        EXPECT_EQ(migration_text(c.written, Engine::postgres), c.postgres);
    }
}

TEST(MigrationText, HasTheChecksumThatOthersCompute) {
    EXPECT_EQ(migration_checksum("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace herald::db
