#pragma once

#include <array>
#include <random>

#include "balancing/balancer.h"
#include "base/fair_queue.h"
#include "delivery/message_maker.h"
#include "delivery/outcomes.h"
#include "delivery/provider_pool.h"
#include "workers/claim_loop.h"

namespace herald::delivery {

/// The stage that hands messages to providers: claims, sends, records. What this process accepts is handed over in
/// memory; what others left, and what is to be tried again, is claimed from the table, services and jobs in turn.
///
/// A message goes out twice only if this process dies between a provider's answer and the commit of the outcome, or
/// if a provider's answer is lost (`unknown`).
class Delivery final : public notifications::HandOff {
public:
    struct Options {
        int retries_max = 48;                              ///< contract tasks.md §4.2
        Duration retry_delay = std::chrono::seconds(300);  ///< plus jitter of ±10 %; the first SMS retry is at once
        Duration send_timeout = std::chrono::seconds(10);
        Duration poll_interval = std::chrono::seconds(1);
        Duration wake_interval = std::chrono::milliseconds(50);  ///< a call to claim before that is heard so late
        Duration record_retry = std::chrono::seconds(1);         ///< when the store does not take an outcome
        std::size_t in_flight_max = 256;
        std::size_t queue_max = 20'000;
        bool callback_on_technical_failure = true;
        Installation installation;
        receipts::ApplierOptions applier;
    };
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        Metrics& metrics;
        const crypto::Sealer& sealer;
        workers::Lease& lease;
        services::Directory& services;
        templates::TemplateDirectory& templates;
        ProviderPool& providers;
        callbacks::Sender* callbacks;  ///< null: another process makes the calls
        notifications::CountShards shards;
        const unsubscribe::LinkMaker& links;
        balancing::Balancer* balancer = nullptr;  ///< hears of failed requests; null: nobody moves weight
    };

    Delivery(Parts parts, Options options);
    ~Delivery() override;

    void start();
    /// Starts nothing new; `idle` once what is under way is recorded.
    void stop() {
        stopping_ = true;
        claims_.stop();
    }
    bool idle() const { return in_flight_ == 0 && outcomes_.idle(); }

    Uuid reserve(std::size_t count) override;
    void take(notifications::AcceptedPtr accepted, const Uuid& owner) override;
    void lose_track() override { parts_.lease.start_afresh(); }

private:
    using Lane = notifications::DeliveryLane;
    struct Claimed;
    struct Meters;
    /// What is in memory for one lane: a provider that does not act, or not fast enough, holds up its lane alone.
    struct LaneWork {
        Lane lane;
        FairQueue<Work> queue;
        std::size_t in_flight = 0;
        std::size_t choosing = 0;  ///< of those, the ones that have no provider yet
        Uuid claim_after;
    };

    Task<std::size_t> claim();
    std::size_t room_to_claim(const LaneWork& lane) const;
    /// The services and jobs that have something due.
    std::vector<Uuid> turns_of(db::Transaction& tx, const LaneWork& lane, Timestamp now) const;
    std::vector<Claimed> claim_rows(db::Transaction& tx, Lane lane, std::span<const Uuid> turns, Timestamp now,
                                    const Uuid& owner, std::size_t room) const;
    Task<bool> adopt(Claimed claimed);
    LaneWork& lane_work(const Work& work);
    void enqueue(Work work);
    std::size_t queued() const;
    void pump();
    bool start_one(LaneWork& lane);
    void put_back(LaneWork& lane);
    void pump_again_at(Timestamp at);
    Task<void> release(Work work);
    Task<void> work_on(Work work);
    Task<bool> is_still_active(services::ServicePtr known);
    Task<Outcome> attempt(Work work, bool is_service_active);
    Task<Outcome> attempt_sms(Work work);
    Task<Outcome> attempt_email(Work work);
    /// Nobody can take it now: waits in the table, where an attempt that never was does not count; or there is nobody.
    Outcome without_room(Work work, const char* nobody, std::int64_t units);
    Outcome simulate(Work work, std::string provider);
    Outcome simulated_receipt(Work work);
    Outcome judge(Work work, SendResult result, std::string provider, std::int64_t units);
    /// Why a message was not handed over.
    struct Failure {
        std::string reason;    ///< a word for the service
        std::string error;     ///< for the operator
        std::string provider;  ///< empty: none was asked
        bool provider_failed = false;
    };
    Outcome failed(Work work, Failure failure, std::int64_t units);
    Outcome without_provider(Work work, std::string error, std::int64_t units);
    Outcome given_up(Work work, notifications::Status status, Failure failure, std::int64_t units);
    Outcome given_up_without_trying(Work work, std::string error);
    Timestamp retry_at();
    Task<void> record(Outcome outcome);
    Task<std::optional<OutcomeStore::Recorded>> submit_until_settled(const Outcome& outcome);
    void report(const Outcome& outcome);

    Parts parts_;
    Options options_;
    OutcomeStore outcome_store_;
    db::Batcher<Outcome, OutcomeStore::Recorded> outcomes_;
    std::array<LaneWork, notifications::delivery_lanes> lanes_;
    std::size_t next_lane_ = 0;
    std::size_t in_flight_ = 0;
    std::optional<Timestamp> pump_at_;
    bool stopping_ = false;
    workers::ClaimLoop claims_;
    std::minstd_rand jitter_;
    std::unique_ptr<Meters> meters_;
};

}  // namespace herald::delivery
