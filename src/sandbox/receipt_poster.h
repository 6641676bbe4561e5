#pragma once

#include <deque>
#include <memory>
#include <random>

#include "base/clock.h"
#include "base/ids.h"
#include "base/metrics.h"
#include "base/task.h"
#include "http/client.h"
#include "sandbox/receipt.h"
#include "sandbox/sandbox.h"
#include "sandbox/wheel_timer.h"

namespace herald::sandbox {

/// Brings receipts to Herald's API: each after its delay, a bounded number at once, again with back-off when the
/// receiver is away. Held in memory only. To be made by `make_shared`: posts under way keep it alive.
class ReceiptPoster : public std::enable_shared_from_this<ReceiptPoster> {
public:
    ReceiptPoster(Loop& loop, http::Client& client, Metrics& metrics, const Clock& clock, IdSource& ids,
                  const SandboxOptions& options);

    void set_base_url(std::string url);
    /// Receipts not yet posted.
    std::size_t pending() const { return waiting_.size() + ready_.size() + under_way_; }
    /// Plans the first receipt of a message that has just been taken; what has to follow it follows by itself.
    void schedule(Message message);
    void stop();

    struct Totals {
        std::uint64_t posted = 0;
        std::uint64_t lost = 0;  ///< refused by the receiver, or out of tries
    };
    const Totals& totals() const { return totals_; }

private:
    struct Receipt {
        Message message;
        Event event;
        Timestamp accepted_at;
        std::string envelope_id;  ///< of email only
        int tries = 0;
        bool repeat = false;  ///< the second copy of a duplicated receipt
    };

    void wait_for(Receipt receipt, Duration delay);
    void start_workers();
    static Task<void> work(std::shared_ptr<ReceiptPoster> self);
    void finish(Receipt receipt, const http::ClientResponse& response);
    void follow_up(const Receipt& receipt);
    Duration draw_delay();
    std::string envelope_id_for(const Message& message);

    http::Client& client_;
    const Clock& clock_;
    IdSource& ids_;
    const DurationRange delay_;
    const double duplicate_rate_;
    const std::size_t posts_max_;
    const int tries_max_;
    Metrics::Counter& posted_;
    Metrics::Counter& retried_;
    Metrics::Counter& lost_;
    std::string base_url_;
    std::mt19937_64 random_;
    WheelTimer<Receipt> waiting_;
    std::deque<Receipt> ready_;
    std::size_t under_way_ = 0;
    Totals totals_;
    bool stopped_ = false;
};

}  // namespace herald::sandbox
