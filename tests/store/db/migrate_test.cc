// Migrations: each once, in order, by one process at a time, and never over a history that does not fit.

#include "db/migrate.h"

#include <latch>
#include <thread>

#include "db/open.h"
#include "support/database.h"

namespace herald::db {
namespace {

constexpr EmbeddedMigration creating{"0001_boxes", "CREATE TABLE boxes (id UUID NOT NULL PRIMARY KEY, label TEXT);"};
constexpr EmbeddedMigration adding{"0002_weights",
                                   "CREATE TABLE weights (id UUID NOT NULL PRIMARY KEY, grams BIGINT);"};
constexpr EmbeddedMigration failing{"0002_weights",
                                    "CREATE TABLE weights (id UUID NOT NULL PRIMARY KEY, grams BIGINT);\n"
                                    "INSERT INTO nowhere VALUES (1);"};

using Names = std::vector<std::string>;

class Migrations : public testing::TestWithParam<Engine> {
protected:
    std::unique_ptr<Store> open() { return database_.open(metrics_); }
    bool has_table(Store& store, const char* name) {
        const std::string count = std::string("SELECT COUNT(*) FROM ") + name;
        try {
            store.read_now([&](Transaction& tx) { tx.query(test::ad_hoc(count, count, 0), {}); });
            return true;
        } catch (const StoreError&) {
            return false;
        }
    }

    test::Database database_{GetParam(), test::Database::Schema::empty};
    Metrics metrics_;
    const Timestamp now_ = *Timestamp::parse_iso("2026-11-02T10:00:00Z");
};
HERALD_ON_BOTH_STORES(Migrations);

TEST_P(Migrations, AreAppliedOnce) {
    const auto store = open();
    EXPECT_EQ(schema_version(*store), std::nullopt);
    EXPECT_EQ(migrate(*store, now_, std::vector{creating}), Names{"0001_boxes"});
    EXPECT_EQ(migrate(*store, now_, std::vector{creating}), Names{});
    EXPECT_EQ(pending_migrations(*store, std::vector{creating, adding}), Names{"0002_weights"});
    EXPECT_EQ(migrate(*store, now_, std::vector{creating, adding}), Names{"0002_weights"});
    EXPECT_EQ(schema_version(*store), "0002_weights");
    EXPECT_TRUE(has_table(*store, "weights"));
}

TEST_P(Migrations, OfTheProgramApplyAndEveryStatementFitsThem) {
    const auto store = open();
    EXPECT_EQ(migrate(*store, now_).size(), embedded_migrations().size());
    EXPECT_EQ(schema_version(*store), embedded_migrations().back().name);
    EXPECT_NO_THROW(check_statements(*store));
}

TEST_P(Migrations, ThatWereChangedAreRefused) {
    const auto store = open();
    migrate(*store, now_, std::vector{creating});
    constexpr EmbeddedMigration changed{"0001_boxes", "CREATE TABLE boxes (id UUID NOT NULL PRIMARY KEY);"};
    EXPECT_THROW(migrate(*store, now_, std::vector{changed, adding}), SchemaMismatch);
    EXPECT_THROW(pending_migrations(*store, std::vector{changed}), SchemaMismatch);
    EXPECT_FALSE(has_table(*store, "weights"));
}

TEST_P(Migrations, OfANewerProgramAreRefused) {
    const auto store = open();
    migrate(*store, now_, std::vector{creating, adding});
    EXPECT_THROW(migrate(*store, now_, std::vector{creating}), SchemaMismatch);
}

TEST_P(Migrations, ThatWereSkippedAreRefused) {
    const auto store = open();
    migrate(*store, now_, std::vector{adding});
    EXPECT_THROW(migrate(*store, now_, std::vector{creating, adding}), SchemaMismatch);
}

TEST_P(Migrations, ThatFailLeaveNothingBehind) {
    const auto store = open();
    EXPECT_THROW(migrate(*store, now_, std::vector{creating, failing}), StoreError);
    EXPECT_EQ(schema_version(*store), "0001_boxes");
    EXPECT_FALSE(has_table(*store, "weights"));
    EXPECT_EQ(migrate(*store, now_, std::vector{creating, adding}), Names{"0002_weights"});
}

TEST_P(Migrations, OfProcessesThatStartAtOnceAreAppliedOnce) {
    constexpr int processes = 4;
    std::vector<Names> applied(processes);
    std::latch start(processes);
    std::vector<std::thread> threads;
    for (auto& names : applied) {
        threads.emplace_back([this, &names, &start] {
            Metrics own_metrics;
            start.arrive_and_wait();
            const auto store = database_.open(own_metrics);
            names = migrate(*store, now_);
        });
    }
    for (auto& thread : threads) thread.join();
    std::size_t total = 0;
    for (const auto& names : applied) total += names.size();
    EXPECT_EQ(total, embedded_migrations().size());
}

TEST_P(Migrations, StatementsThatDoNotFitTheSchemaAreNamed) {
    const auto store = open();
    try {
        check_statements(*store);
        FAIL() << "an empty store was found to fit";
    } catch (const StoreError& error) {
        EXPECT_NE(std::string_view(error.what()).find(':'), std::string_view::npos) << error.what();
    }
}

}  // namespace
}  // namespace herald::db
