#include "workers/claim_loop.h"

#include "base/log.h"

namespace herald::workers {

void ClaimLoop::start(Claim claim, std::function<void()> start_work) {
    claim_ = std::move(claim);
    start_work_ = std::move(start_work);
    store_.listen(table_, [this] { loop_.post([this] { again_ = true; }); });
    spawn(keep_claiming());
}

Task<void> ClaimLoop::keep_claiming() {
    const Duration step = std::min(options_.poll_interval, options_.wake_interval);
    Duration waited = options_.poll_interval;
    while (!stopping_) {
        if (again_ || waited >= options_.poll_interval) {
            again_ = false;
            waited = Duration::zero();
            co_await look();
            start_work_();
        }
        co_await sleep(loop_, step);
        waited += step;
    }
}

Task<void> ClaimLoop::look() {
    try {
        const std::size_t claimed = co_await claim_();
        // A call that came meanwhile is not forgotten when this look found nothing.
        if (claimed > 0) again_ = true;
    } catch (const db::CommitUnknown& error) {
        log::warning(table_ + "_claim_unknown", "Work may have been claimed, but the answer was lost",
                     {{"table", table_}, {"error", error.what()}});
        lease_.start_afresh();
    } catch (const db::StoreError& error) {
        log::warning(table_ + "_not_claimed", "Work could not be claimed; trying again",
                     {{"table", table_}, {"error", error.what()}});
    }
}

}  // namespace herald::workers
