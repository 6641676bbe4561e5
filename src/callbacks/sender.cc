#include "callbacks/sender.h"

#include <algorithm>

#include "base/log.h"
#include "callbacks/endpoints.h"
#include "callbacks/signature.h"

namespace herald::callbacks {
namespace {

constexpr std::string_view outcomes_help = "Calls to services' endpoints by what became of them";

Metrics::Counter& outcome_counter(Metrics& metrics, const char* outcome) {
    return metrics.counter("herald_callbacks_total", std::string(outcomes_help), {{"outcome", outcome}});
}

}  // namespace

Sender::Sender(db::Store& store, Loop& loop, const Clock& clock, IdSource& ids, Metrics& metrics,
               const crypto::Sealer& sealer, workers::Lease& lease, Post post, Options options)
    : store_(store),
      loop_(loop),
      clock_(clock),
      ids_(ids),
      sealer_(sealer),
      lease_(lease),
      post_(std::move(post)),
      options_(options),
      records_(store, loop,
               [this](db::Transaction& tx, std::span<const Record> records) { return commit(tx, records); }),
      health_(options.health),
      claims_(store, loop, lease, "callbacks", {options_.poll_interval, options_.wake_interval}),
      jitter_(static_cast<unsigned>(clock.now().micros)),
      delivered_(outcome_counter(metrics, "delivered")),
      retried_(outcome_counter(metrics, "retried")),
      failed_(outcome_counter(metrics, "failed")),
      queued_(metrics.gauge("herald_callbacks_queued", "Callbacks in this process's memory")),
      metrics_(metrics) {}

void Sender::start() {
    claims_.start([this] { return claim(); }, [this] { pump(); });
}

void Sender::take(std::vector<Callback> owned) {
    for (auto& callback : owned) {
        const Uuid group = callback.endpoint().group();
        if (health_.is_open(group) || !has_room_for(group)) spawn(give_back(std::move(callback)));
        else queue_.push(group, std::move(callback));
    }
    pump();
}

Task<void> Sender::give_back(Callback callback) {
    Record record = release(callback, clock_.now());
    try {
        co_await records_.submit(std::move(record));
    } catch (const db::StoreError& error) {
        // The row stays owned until the id that it was claimed under runs out.
        lease_.start_afresh();
        log::error("callback_not_given_back", "A callback could not be put back into the table",
                   {{"callback_id", callback.id}, {"error", error.what()}});
    }
}

void Sender::give_back_queued(const Uuid& group) {
    while (auto waiting = queue_.pop([&](const Uuid& one) { return one == group; }))
        spawn(give_back(std::move(*waiting)));
}

bool Sender::has_room_for(const Uuid& group) const {
    return queue_.size() < options_.queue_max && queue_.size_of(group) < options_.queue_per_endpoint_max;
}

void Sender::pump() {
    while (!stopping_ && in_flight_ < options_.in_flight_max) {
        auto next = queue_.pop([this](const Uuid& group) {
            const auto entry = in_flight_by_endpoint_.find(group);
            return entry == in_flight_by_endpoint_.end() || entry->second < options_.in_flight_per_endpoint_max;
        });
        if (!next) break;
        // What was claimed under a lost lease belongs to somebody else now.
        if (next->owner != lease_.id()) continue;
        if (!lease_.holds(next->owner, options_.timeout)) {
            // The lease has not been renewed in time, but it may still be: then this is ours as before.
            const Uuid group = next->endpoint().group();
            queue_.push(group, std::move(*next));
            break;
        }
        ++in_flight_;
        ++in_flight_by_endpoint_[next->endpoint().group()];
        spawn(call(std::move(*next)));
    }
    queued_.set(static_cast<double>(queue_.size()));
    accepts_hand_off_ = !stopping_ && queue_.size() < options_.queue_max / 2;
}

Task<Sender::Address> Sender::address(Callback& callback) {
    if (!callback.url.empty()) co_return Address::known;
    try {
        const auto endpoint = co_await store_.read(
            loop_, [&](db::Transaction& tx) { return read_endpoint(tx, sealer_, callback.service_id, callback.type); });
        if (!endpoint) co_return Address::none;
        callback.url = endpoint->url;
        callback.bearer_token = endpoint->bearer_token;
        callback.signing_secret = endpoint->signing_secret;
        co_return Address::known;
    } catch (const db::StoreError&) {
        co_return Address::store_lost;
    }
}

Task<Sender::Record> Sender::attempt(Callback& callback) {
    if (health_.is_suspended(callback.endpoint().group())) co_return refuse_suspended(callback);
    const Address found = co_await address(callback);
    if (found == Address::store_lost) co_return release(callback, clock_.now() + options_.retry_delay);
    // The service has withdrawn its endpoint: nobody wants to be told any more.
    if (found == Address::none)
        co_return Record{Record::Kind::delivered, callback.id, callback.owner, callback.attempts, {}, {}, {}, {}};
    http::ClientRequest request;
    request.url = callback.url;
    request.headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + callback.bearer_token}};
    for (auto& header :
         signature_headers(callback.signing_secret, callback.id.to_string(), clock_.now(), callback.body))
        request.headers.push_back(std::move(header));
    request.body = callback.body;
    request.timeout = options_.timeout;
    request.redirects_max = 5;
    delay(callback).observe(to_seconds(clock_.now() - callback.created_at));
    const http::ClientResponse response = co_await post_(std::move(request));
    Record record = judge(callback, response);
    if (record.kind != Record::Kind::release) record.log = log_entry(callback, response, record);
    co_return record;
}

Metrics::Histogram& Sender::delay(const Callback& callback) {
    // Tries beyond the contract's, of which there are many, are one series.
    const std::int64_t retry = std::min<std::int64_t>(callback.attempts, options_.retries_max + 1);
    Metrics::Histogram*& series = delays_[{callback.type, retry}];
    if (series == nullptr) {
        const std::string label = retry > options_.retries_max ? "later" : std::to_string(retry);
        series = &metrics_.histogram("herald_callback_delay_seconds", "From the event to the call of the endpoint",
                                     {{"type", callback.type}, {"retry", label}});
    }
    return *series;
}

Sender::Record Sender::release(const Callback& callback, Timestamp due_at) const {
    return {Record::Kind::release, callback.id, callback.owner, callback.attempts, due_at, {}, {}, {}};
}

Sender::Record Sender::refuse_suspended(const Callback& callback) {
    failed_.add();
    Record record{Record::Kind::failed, callback.id, callback.owner,     callback.attempts, clock_.now(),
                  "suspended",          {},          callback.service_id};
    record.log = log_entry(callback, {}, record);
    return record;
}

Task<void> Sender::call(Callback callback) {
    const Record record = co_await attempt(callback);
    try {
        co_await records_.submit(record);
    } catch (const db::StoreError& error) {
        // The row stays owned until the id that it was claimed under runs out; then the call is repeated.
        lease_.start_afresh();
        log::error("callback_not_recorded", "The outcome of a callback could not be stored",
                   {{"callback_id", callback.id}, {"error", error.what()}});
    }
    --in_flight_;
    const auto entry = in_flight_by_endpoint_.find(callback.endpoint().group());
    if (--entry->second == 0) in_flight_by_endpoint_.erase(entry);
    pump();
}

}  // namespace herald::callbacks
