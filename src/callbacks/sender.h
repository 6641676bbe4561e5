#pragma once

#include <functional>
#include <map>
#include <random>
#include <unordered_map>

#include "base/clock.h"
#include "base/fair_queue.h"
#include "base/metrics.h"
#include "callbacks/callback.h"
#include "callbacks/log.h"
#include "db/batcher.h"
#include "http/client.h"
#include "workers/claim_loop.h"

namespace herald::callbacks {

/// The stage that calls the services' endpoints: claims, calls, records. Each endpoint has its own queue and its own
/// bound of calls under way, so a slow one delays only itself; one that does not answer is held back, and its calls
/// wait in the table. At least once: a crash between the endpoint's answer and the commit repeats the call.
class Sender {
public:
    struct Options {
        int retries_max = 5;                               ///< contract public-api §7
        Duration retry_delay = std::chrono::seconds(300);  ///< plus jitter of ±10 %
        /// Beyond those, at ever longer intervals; the last one is so long after them. 0: no more.
        Duration retry_for{0};
        Duration suspend_after = std::chrono::hours(24);  ///< without any answer; the endpoint is not called then
        EndpointHealth::Options health{};
        Duration timeout = std::chrono::seconds(5);
        Duration poll_interval = std::chrono::seconds(1);        ///< for what others left and what has become due
        Duration wake_interval = std::chrono::milliseconds(50);  ///< a call to claim before that is heard so late
        std::size_t in_flight_max = 1024;
        std::size_t in_flight_per_endpoint_max = 32;
        std::size_t queue_max = 20'000;
        std::size_t queue_per_endpoint_max = 5'000;
    };
    using Post = std::function<Task<http::ClientResponse>(http::ClientRequest)>;

    Sender(db::Store& store, Loop& loop, const Clock& clock, IdSource& ids, Metrics& metrics,
           const crypto::Sealer& sealer, workers::Lease& lease, Post post, Options options);

    void start();
    /// Starts no new calls; `idle` once those under way are recorded.
    void stop() {
        stopping_ = true;
        claims_.stop();
    }
    bool idle() const { return in_flight_ == 0 && notes_ == 0 && records_.idle(); }

    /// Whether rows may be inserted as owned by this process, to be handed over by `take`. Any thread.
    bool accepts_hand_off() const { return accepts_hand_off_.load(std::memory_order_relaxed); }
    /// Takes over what a transaction of this process inserted under its lease. On the loop, after the commit.
    void take(std::vector<Callback> owned);

private:
    struct Record {
        enum class Kind { delivered, retry, failed, release } kind;
        Uuid id;
        Uuid owner;
        std::int64_t attempts;
        Timestamp due_at;
        std::string error;
        /// Of a try that was made.
        std::optional<LogEntry> log;
        Uuid service_id;
    };

    /// What waits in the table, and whom it waits for.
    struct Look {
        std::vector<Endpoint> due;
        std::vector<FailingEndpoint> failing;
        Uuid next_after;  ///< the service after which the next look starts
    };
    static Look look(db::Transaction& tx, const Uuid& after, Timestamp now);
    Task<std::size_t> claim();
    /// How many calls to claim for an endpoint.
    struct Wanted {
        Endpoint endpoint;
        std::size_t most;
        bool is_probe;  ///< it is held back, and this is the one call for now
    };
    std::optional<Wanted> wanted_of(const Endpoint& endpoint, std::size_t share, Timestamp now) const;
    void claim_endpoint(db::Transaction& tx, const Wanted& wanted, Timestamp now, const Uuid& owner,
                        std::vector<Callback>& found) const;
    void pump();
    Task<void> call(Callback callback);
    Task<Record> attempt(Callback& callback);
    /// What `Callback::url` being empty asks for; `store_lost` when it cannot be found out now.
    enum class Address { known, none, store_lost };
    Task<Address> address(Callback& callback);
    /// The contract's delay metric (tasks.md §7).
    Metrics::Histogram& delay(const Callback& callback);
    Record release(const Callback& callback, Timestamp due_at) const;
    Record refuse_suspended(const Callback& callback);
    /// Back into the table, for whoever may call then.
    Task<void> give_back(Callback callback);
    void give_back_queued(const Uuid& group);
    void note_answer(const Endpoint& endpoint);
    /// `url`: what has failed.
    void note_failure(const Endpoint& endpoint, const std::string& url);
    /// Both write something about an endpoint beside its calls; what cannot be written is found out again.
    Task<void> hold_back(Endpoint endpoint, std::string url, Timestamp since, Timestamp now);
    Task<void> note(std::function<void(db::Transaction&)> write);
    void suspend_if_hopeless(const Endpoint& endpoint);
    static void write(db::Transaction& tx, std::span<const Record> records);
    static void write_log(db::Transaction& tx, std::span<const Record> records);
    Record judge(const Callback& callback, const http::ClientResponse& response);
    LogEntry log_entry(const Callback& callback, const http::ClientResponse& response, const Record& record) const;
    /// When to call again after so many attempts; nothing when it is to be given up.
    std::optional<Timestamp> retry_at(const Callback& callback, std::int64_t attempts);
    std::vector<char> commit(db::Transaction& tx, std::span<const Record> records);
    bool has_room_for(const Uuid& group) const;

    db::Store& store_;
    Loop& loop_;
    const Clock& clock_;
    IdSource& ids_;
    const crypto::Sealer& sealer_;
    workers::Lease& lease_;
    Post post_;
    Options options_;
    db::Batcher<Record, char> records_;
    FairQueue<Callback> queue_;  ///< by endpoint
    EndpointHealth health_;
    std::unordered_map<Uuid, std::size_t> in_flight_by_endpoint_;
    std::size_t in_flight_ = 0;
    std::size_t notes_ = 0;  ///< being written
    std::atomic<bool> accepts_hand_off_{true};
    bool stopping_ = false;
    workers::ClaimLoop claims_;
    Uuid claim_after_;
    std::minstd_rand jitter_;
    Metrics::Counter& delivered_;
    Metrics::Counter& retried_;
    Metrics::Counter& failed_;
    Metrics::Gauge& queued_;
    Metrics& metrics_;
    std::map<std::pair<std::string, std::int64_t>, Metrics::Histogram*> delays_;  ///< by type and number of the retry
};

}  // namespace herald::callbacks
