#include "notifications/lookup.h"

#include "base/next_turn.h"

namespace herald::notifications {

Task<std::optional<Notification>> LookupBatcher::find(Lookup wanted) {
    // Two reads at once keep a reader busy while the answers of the other are written.
    LoopValue<Answer> value;
    waiting_.push_back({wanted, &value});
    if (!reading_) {
        reading_ = true;
        spawn(read_until_empty());
    }
    Answer answer = co_await value.wait();
    if (answer.failure) std::rethrow_exception(answer.failure);
    co_return std::move(answer.message);
}

Task<void> LookupBatcher::read_until_empty() {
    constexpr std::size_t batch_max = 256;
    while (!waiting_.empty()) {
        co_await next_turn(loop_);
        const std::size_t count = std::min(waiting_.size(), batch_max);
        std::vector<Waiting> batch(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
        waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(count));
        std::vector<Lookup> wanted;
        for (const auto& one : batch) wanted.push_back(one.wanted);
        std::exception_ptr failure;
        try {
            auto found =
                co_await store_.read(loop_, [&](db::Transaction& tx) { return find_many(tx, sealer_, wanted); });
            for (std::size_t i = 0; i < count; ++i) batch[i].answer->set({std::move(found[i]), nullptr});
        } catch (...) {
            failure = std::current_exception();
        }
        if (failure)
            for (const auto& one : batch) one.answer->set({std::nullopt, failure});
    }
    reading_ = false;
}

}  // namespace herald::notifications
