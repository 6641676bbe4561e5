#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/loop.h"
#include "base/loop_value.h"
#include "base/next_turn.h"
#include "base/task.h"
#include "db/store.h"

namespace herald::db {

/// Thrown by a batch's commit: what it had looked at has been changed by another process, so that it has to look again.
class BatchAgain : public StoreError {
    using StoreError::StoreError;
};

/// Group commit for one kind of item: what arrives while the last commit is under way goes into the next one.
/// Every stage that writes on the message path uses one: intake, outcomes, receipts, callbacks.
///
/// Lives on the loop: `submit` is called there and resumes there. Bounded: a full queue throws StoreUnavailable.
/// When a batch fails as a whole, its items are committed one by one, so that one bad item takes no neighbour down.
template <class Item, class Result>
class Batcher {
public:
    /// Runs in a transaction, may run again; returns one result per item.
    using Commit = std::function<std::vector<Result>(Transaction&, std::span<const Item>)>;

    struct Limits {
        std::size_t batch_max = 500;
        std::size_t queue_max = 20'000;
    };

    Batcher(Store& store, Loop& loop, Commit commit, Limits limits = {})
        : store_(store), loop_(loop), commit_(std::move(commit)), limits_(limits) {}

    Task<Result> submit(Item item) {
        if (waiting_.size() >= limits_.queue_max) throw StoreUnavailable("the queue to the store is full");
        LoopValue<Outcome> value;
        waiting_.push_back({std::move(item), &value});
        if (!committing_) {
            committing_ = true;
            spawn(commit_until_empty());
        }
        Outcome outcome = co_await value.wait();
        if (auto* failure = std::get_if<std::exception_ptr>(&outcome)) std::rethrow_exception(*failure);
        co_return std::get<Result>(std::move(outcome));
    }

    std::size_t queued() const { return waiting_.size(); }
    bool idle() const { return !committing_; }

private:
    using Outcome = std::variant<std::exception_ptr, Result>;
    struct Waiting {
        Item item;
        LoopValue<Outcome>* outcome;  ///< in the frame of submit()
    };

    Task<void> commit_until_empty() {
        while (!waiting_.empty()) {
            // Whoever is ready on the loop right now joins this batch.
            co_await next_turn(loop_);
            const std::size_t count = std::min(waiting_.size(), limits_.batch_max);
            std::vector<Item> items;
            std::vector<LoopValue<Outcome>*> outcomes;
            for (std::size_t i = 0; i < count; ++i) {
                items.push_back(std::move(waiting_.front().item));
                outcomes.push_back(waiting_.front().outcome);
                waiting_.pop_front();
            }
            co_await commit_batch(items, outcomes);
        }
        committing_ = false;
    }

    Task<void> commit_batch(std::span<const Item> items, std::span<LoopValue<Outcome>* const> outcomes,
                            int tries_left = 10) {
        std::exception_ptr failure;
        bool again = false;
        try {
            auto results = co_await store_.write(loop_, [&](Transaction& tx) { return commit_(tx, items); });
            if (results.size() != items.size()) throw std::logic_error("a batch must have one result per item");
            for (std::size_t i = 0; i < items.size(); ++i) outcomes[i]->set(std::move(results[i]));
        } catch (const StoreUnavailable&) {
            for (auto* outcome : outcomes) outcome->set(std::current_exception());
        } catch (const BatchAgain&) {
            again = true;
            failure = std::current_exception();
        } catch (...) {
            failure = std::current_exception();
        }
        if (!failure) co_return;
        if (again && tries_left > 0) {
            co_await commit_batch(items, outcomes, tries_left - 1);
            co_return;
        }
        if (items.size() == 1) {
            outcomes[0]->set(failure);
            co_return;
        }
        for (std::size_t i = 0; i < items.size(); ++i)
            co_await commit_batch(items.subspan(i, 1), outcomes.subspan(i, 1));
    }

    Store& store_;
    Loop& loop_;
    Commit commit_;
    Limits limits_;
    std::deque<Waiting> waiting_;
    bool committing_ = false;
};

}  // namespace herald::db
