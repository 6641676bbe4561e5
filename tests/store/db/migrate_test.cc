// Migrations: each once, in order, by one process at a time, and never over a history that does not fit.

#include "db/migrate.h"

#include <algorithm>
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

// What waits to be sent while a new version is put in place waits on, each message for the turn of its job or service.
TEST_P(Migrations, OfDeliveryTurnsKeepWhatWaits) {
    const auto store = open();
    const auto all = embedded_migrations();
    const auto turns = std::find_if(all.begin(), all.end(), [](const EmbeddedMigration& one) {
        return std::string_view(one.name) == "0014_delivery_turns";
    });
    ASSERT_NE(turns, all.end());
    migrate(*store, now_, all.first(static_cast<std::size_t>(turns - all.begin())));
    const std::string id = GetParam() == Engine::sqlite ? "X'%'" : "'%'";
    const auto uuid = [&](char digit) { return std::string(id).replace(id.find('%'), 1, std::string(32, digit)); };
    const std::string at = GetParam() == Engine::sqlite ? "0" : "'2026-11-02T10:00:00Z'";
    const auto run = [&](const std::string& text) {
        const auto statement = test::ad_hoc(text, text, 0);
        store->write_now([&](Transaction& tx) { tx.execute(statement, {}); });
    };
    for (const auto& [message, job] : {std::pair{uuid('1'), uuid('a')}, {uuid('2'), std::string("NULL")}}) {
        run("INSERT INTO notifications (id, service_id, template_id, template_version, job_id, job_row_number, "
            "key_type, "
            "notification_type, status, recipient, normalised_recipient, billable_units, international, created_at) "
            "VALUES (" +
            message + ", " + uuid('b') + ", " + uuid('c') + ", 1, " + job +
            ", 0, 'normal', 'sms', 'created', '', '', 0, " + (GetParam() == Engine::sqlite ? "0" : "false") + ", " +
            at + ")");
        run("INSERT INTO deliveries (notification_id, service_id, lane, step, attempts, due_at, last_error) VALUES (" +
            message + ", " + uuid('b') + ", 'sms', 'send', 2, " + at + ", 'busy')");
    }
    migrate(*store, now_);
    const auto count = [&](const std::string& where) {
        const std::string text =
            "SELECT COUNT(*) FROM deliveries WHERE attempts = 2 AND last_error = 'busy' AND " + where;
        const auto statement = test::ad_hoc(text, text, 0);
        return store->read_now([&](Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); });
    };
    EXPECT_EQ(count("notification_id = " + uuid('1') + " AND turn_id = " + uuid('a')), 1);
    EXPECT_EQ(count("notification_id = " + uuid('2') + " AND turn_id = " + uuid('b')), 1);
    EXPECT_EQ(count("service_id = " + uuid('b')), 2);
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
