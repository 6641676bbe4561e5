#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/loop.h"
#include "base/task.h"

namespace herald::services {

/// Lets concurrent look-ups of one key share one read of the store. Lives on the loop; must outlive its reads.
template <class Key, class Result, class Hash = std::hash<Key>>
class SharedReads {
public:
    using Read = std::function<Task<Result>()>;
    /// Puts a result into a cache. Not called for a read that was detached.
    using Keep = std::function<void(const Result&)>;

    explicit SharedReads(Loop& loop) : loop_(loop) {}

    /// Starts `read`, or waits for the one of that key that is under way. All get its result, or its failure.
    Task<Result> run(Key key, Read read, Keep keep) {
        if (const auto found = under_way_.find(key); found != under_way_.end()) {
            Promise<Outcome> promise(loop_);
            found->second->waiting.push_back(promise);
            Outcome outcome = co_await promise.wait();
            if (const auto* failure = std::get_if<std::exception_ptr>(&outcome)) std::rethrow_exception(*failure);
            co_return std::get<Result>(std::move(outcome));
        }
        const auto flight = std::make_shared<Flight>();
        under_way_.emplace(key, flight);
        Outcome outcome;
        try {
            Result result = co_await read();
            outcome = std::move(result);
        } catch (...) {
            outcome = std::current_exception();
        }
        const bool current = leave(key, flight);
        if (const auto* result = std::get_if<Result>(&outcome); result && current) keep(*result);
        for (const auto& promise : flight->waiting) promise.set(outcome);
        if (const auto* failure = std::get_if<std::exception_ptr>(&outcome)) std::rethrow_exception(*failure);
        co_return std::get<Result>(std::move(outcome));
    }

    /// Whoever asks from now on does not join the read that is under way: what it reads may be outdated.
    void detach(const Key& key) { under_way_.erase(key); }

private:
    using Outcome = std::variant<std::exception_ptr, Result>;
    struct Flight {
        std::vector<Promise<Outcome>> waiting;
    };

    /// False when the read was detached meanwhile.
    bool leave(const Key& key, const std::shared_ptr<Flight>& flight) {
        const auto found = under_way_.find(key);
        if (found == under_way_.end() || found->second != flight) return false;
        under_way_.erase(found);
        return true;
    }

    Loop& loop_;
    std::unordered_map<Key, std::shared_ptr<Flight>, Hash> under_way_;
};

}  // namespace herald::services
