// Group commit on the loop: what arrives during a commit shares the next one.

#include "db/batcher.h"

#include <latch>

#include "support/database.h"
#include "support/test_loop.h"

namespace herald::db {
namespace {

const Statement insert_row = test::ad_hoc("INSERT INTO installation (name, value) VALUES (?1, '')",
                                          "INSERT INTO installation (name, value) VALUES ($1, '')", 1);
const Statement count_rows = test::ad_hoc("SELECT COUNT(*) FROM installation", "SELECT COUNT(*) FROM installation", 0);

class Batches : public test::StoreTest {
protected:
    using Rows = Batcher<std::string, std::int64_t>;

    /// Inserts every item as a row and remembers the sizes of the batches it was given.
    Rows::Commit inserting() {
        return [this](Transaction& tx, std::span<const std::string> items) {
            ++commits_;
            largest_ = std::max(largest_.load(), items.size());
            std::vector<Params> all;
            for (const auto& item : items) all.push_back({item});
            return tx.execute_many(insert_row, all);
        };
    }
    /// Starts a submission; its answer is 1, or why it failed.
    void submit(Rows& batcher, std::string item) { spawn(keep_answer(batcher, std::move(item))); }
    Task<void> keep_answer(Rows& batcher, std::string item) {
        try {
            const std::int64_t changed = co_await batcher.submit(item);
            if (changed == 1) ++stored_;
        } catch (const UniqueViolation&) {
            ++duplicates_;
        } catch (const StoreUnavailable&) {
            ++refused_;
        }
    }
    int answered() const { return stored_ + duplicates_ + refused_; }
    std::int64_t rows() {
        return store().read_now([](Transaction& tx) { return tx.query(count_rows, {})[0].get<std::int64_t>(0); });
    }

    test::TestLoop loop_;
    std::atomic<int> commits_ = 0;
    std::atomic<std::size_t> largest_ = 0;
    int stored_ = 0, duplicates_ = 0, refused_ = 0;
};
HERALD_ON_BOTH_STORES(Batches);

TEST_P(Batches, ShareTheCommit) {
    Rows batcher(store(), loop_, inserting());
    for (int i = 0; i < 100; ++i) submit(batcher, std::to_string(i));
    loop_.run_until([&] { return answered() == 100; });
    EXPECT_EQ(stored_, 100);
    EXPECT_EQ(commits_, 1);
    EXPECT_EQ(rows(), 100);
    loop_.run_until([&] { return batcher.idle(); });
}

TEST_P(Batches, CollectWhatArrivesDuringACommit) {
    std::latch entered(1), go_on(1);
    Rows batcher(store(), loop_, [&, insert = inserting()](Transaction& tx, std::span<const std::string> items) {
        if (commits_ == 0) {
            entered.count_down();
            go_on.wait();
        }
        return insert(tx, items);
    });
    submit(batcher, "first");
    loop_.run_until([&] { return entered.try_wait(); });
    for (int i = 0; i < 20; ++i) submit(batcher, std::to_string(i));
    EXPECT_EQ(batcher.queued(), 20U);
    go_on.count_down();
    loop_.run_until([&] { return answered() == 21; });
    EXPECT_EQ(commits_, 2);
    EXPECT_EQ(largest_, 20U);
}

TEST_P(Batches, AreNoLargerThanTheirBound) {
    Rows batcher(store(), loop_, inserting(), {.batch_max = 7});
    for (int i = 0; i < 50; ++i) submit(batcher, std::to_string(i));
    loop_.run_until([&] { return answered() == 50; });
    EXPECT_EQ(largest_, 7U);
    EXPECT_EQ(rows(), 50);
}

TEST_P(Batches, WithABadItemStoreTheOthers) {
    Rows batcher(store(), loop_, inserting());
    for (const char* name : {"a", "b", "a", "c"}) submit(batcher, name);
    loop_.run_until([&] { return answered() == 4; });
    EXPECT_EQ(stored_, 3);
    EXPECT_EQ(duplicates_, 1);
    EXPECT_EQ(rows(), 3);
}

TEST_P(Batches, RefuseWhatDoesNotFitTheQueue) {
    Rows batcher(store(), loop_, inserting(), {.queue_max = 5});
    for (int i = 0; i < 8; ++i) submit(batcher, std::to_string(i));
    EXPECT_EQ(refused_, 3);
    loop_.run_until([&] { return answered() == 8; });
    EXPECT_EQ(stored_, 5);
}

TEST_P(Batches, OfAStoppedStoreAreRefused) {
    Rows batcher(store(), loop_, inserting());
    store().stop();
    for (int i = 0; i < 3; ++i) submit(batcher, std::to_string(i));
    loop_.run_until([&] { return answered() == 3; });
    EXPECT_EQ(refused_, 3);
}

TEST_P(Batches, CoroutinesGetWhatTheirWorkReturnsOrThrows) {
    const auto rows_now = [](Transaction& tx) { return tx.query(count_rows, {})[0].get<std::int64_t>(0); };
    EXPECT_EQ(loop_.run(store().read(loop_, rows_now)), 0);
    loop_.run(store().write(loop_, [](Transaction& tx) { tx.execute(insert_row, {"x"}); }));
    EXPECT_EQ(loop_.run(store().read(loop_, rows_now)), 1);
    EXPECT_THROW(loop_.run(store().write(loop_, [](Transaction&) { throw std::runtime_error("no"); })),
                 std::runtime_error);
}

}  // namespace
}  // namespace herald::db
