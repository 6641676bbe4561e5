#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/metrics.h"
#include "db/store.h"

namespace herald::test {

/// A database of its own: a SQLite file in a temporary directory, or a database on the tests' PostgreSQL server.
/// Gone when the object is.
class Database {
public:
    enum class Schema { migrated, empty };

    explicit Database(db::Engine engine, Schema schema = Schema::migrated);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    db::Engine engine() const { return engine_; }
    /// What `db::open` takes: a path or a URL.
    const std::string& address() const { return address_; }
    std::unique_ptr<db::Store> open(Metrics& metrics) const;

private:
    db::Engine engine_;
    std::string name_;  ///< of the PostgreSQL database, or of the temporary directory
    std::string address_;
};

/// A test that runs on both engines with a fresh, migrated store:
///
///     class Deliveries : public test::StoreTest {};
///     HERALD_ON_BOTH_STORES(Deliveries);
///     TEST_P(Deliveries, AreClaimedOnce) { … store().write_now(…) … }
class StoreTest : public testing::TestWithParam<db::Engine> {
protected:
    ~StoreTest() override;

    db::Engine engine() const { return GetParam(); }
    db::Store& store();
    const Database& database() const { return database_; }
    /// Closes the store and opens it again, as after a restart.
    void reopen();
    Metrics& metrics() { return metrics_; }
    VirtualClock& clock() { return clock_; }
    IdSource& ids() { return ids_; }

private:
    Database database_{GetParam()};
    Metrics metrics_;
    VirtualClock clock_{*Timestamp::parse_iso("2026-11-02T10:00:00Z")};
    SeededIdSource ids_{clock_, 1};
    std::unique_ptr<db::Store> store_;
};

inline std::string engine_name(db::Engine engine) {
    return engine == db::Engine::sqlite ? "sqlite" : "postgres";
}
inline std::string name_of_parameter(const testing::TestParamInfo<db::Engine>& info) {
    return engine_name(info.param);
}

#define HERALD_ON_BOTH_STORES(suite)                                                                                  \
    INSTANTIATE_TEST_SUITE_P(Store, suite, testing::Values(herald::db::Engine::sqlite, herald::db::Engine::postgres), \
                             herald::test::name_of_parameter)

/// SQL of a test's own. `parameters`: how many `?1`/`$1` it has.
db::Statement ad_hoc(std::string_view sqlite, std::string_view postgres, std::size_t parameters);

}  // namespace herald::test
