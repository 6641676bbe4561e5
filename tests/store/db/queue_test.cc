// The bound of the queue to a store.

#include <future>

#include "db/postgres_store.h"
#include "db/sqlite_store.h"
#include "support/database.h"

namespace herald::db {
namespace {

class Queue : public testing::TestWithParam<Engine> {
protected:
    std::unique_ptr<Store> open(std::size_t queue_max) {
        if (GetParam() == Engine::sqlite)
            return open_sqlite({.path = database_.address(), .read_connections = 1, .queue_max = queue_max}, metrics_);
        return open_postgres(
            {.url = database_.address(), .write_connections = 1, .read_connections = 1, .queue_max = queue_max},
            metrics_);
    }

    test::Database database_{GetParam()};
    Metrics metrics_;
};
HERALD_ON_BOTH_STORES(Queue);

TEST_P(Queue, RefusesWhatDoesNotFitAndKeepsTheRest) {
    constexpr int queue_max = 5, submitted = 9;
    const auto store = open(queue_max);
    std::promise<void> started, go_on;
    std::promise<std::exception_ptr> blocker;
    store->submit_write(
        [&](Transaction&) {
            started.set_value();
            go_on.get_future().get();
        },
        [&](std::exception_ptr failure) { blocker.set_value(failure); });
    started.get_future().get();

    std::vector<std::promise<std::exception_ptr>> answers(submitted);
    for (auto& answer : answers)
        store->submit_write([](Transaction&) {}, [&answer](std::exception_ptr failure) { answer.set_value(failure); });
    for (int i = queue_max; i < submitted; ++i)
        EXPECT_THROW(std::rethrow_exception(answers[static_cast<std::size_t>(i)].get_future().get()), StoreUnavailable);
    go_on.set_value();
    EXPECT_EQ(blocker.get_future().get(), nullptr);
    for (int i = 0; i < queue_max; ++i) EXPECT_EQ(answers[static_cast<std::size_t>(i)].get_future().get(), nullptr);
}

}  // namespace
}  // namespace herald::db
