#include "callbacks/sender.h"

#include "base/jitter.h"
#include "base/log.h"
#include "callbacks/callbacks_sql.h"
#include "callbacks/signature.h"

namespace herald::callbacks {
namespace {

constexpr std::string_view outcomes_help = "Calls to services' endpoints by what became of them";

Metrics::Counter& outcome_counter(Metrics& metrics, const char* outcome) {
    return metrics.counter("herald_callbacks_total", std::string(outcomes_help), {{"outcome", outcome}});
}

}  // namespace

Sender::Sender(db::Store& store, Loop& loop, const Clock& clock, Metrics& metrics, const crypto::Sealer& sealer,
               workers::Lease& lease, Post post, Options options)
    : store_(store),
      loop_(loop),
      clock_(clock),
      sealer_(sealer),
      lease_(lease),
      post_(std::move(post)),
      options_(options),
      records_(store, loop,
               [this](db::Transaction& tx, std::span<const Record> records) { return commit(tx, records); }),
      claims_(store, loop, lease, "callbacks", {options_.poll_interval, options_.wake_interval}),
      jitter_(static_cast<unsigned>(clock.now().micros)),
      delivered_(outcome_counter(metrics, "delivered")),
      retried_(outcome_counter(metrics, "retried")),
      failed_(outcome_counter(metrics, "failed")),
      queued_(metrics.gauge("herald_callbacks_queued", "Callbacks in this process's memory")),
      delay_(metrics.histogram("herald_callback_delay_seconds", "From the event to the answer of the endpoint")) {}

void Sender::start() {
    claims_.start([this] { return claim(); }, [this] { pump(); });
}

void Sender::take(std::vector<Callback> owned) {
    for (auto& callback : owned) {
        const Uuid service = callback.service_id;
        queue_.push(service, std::move(callback));
    }
    pump();
}

bool Sender::has_room_for(const Uuid& service) const {
    return queue_.size() < options_.queue_max && queue_.size_of(service) < options_.queue_per_service_max;
}

void Sender::pump() {
    while (!stopping_ && in_flight_ < options_.in_flight_max) {
        auto next = queue_.pop([this](const Uuid& service) {
            const auto entry = in_flight_by_service_.find(service);
            return entry == in_flight_by_service_.end() || entry->second < options_.in_flight_per_service_max;
        });
        if (!next) break;
        // What was claimed under a lost lease belongs to somebody else now.
        if (next->owner != lease_.id()) continue;
        if (!lease_.holds(next->owner, options_.timeout)) {
            // The lease has not been renewed in time, but it may still be: then this is ours as before.
            const Uuid service = next->service_id;
            queue_.push(service, std::move(*next));
            break;
        }
        ++in_flight_;
        ++in_flight_by_service_[next->service_id];
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
    const Address found = co_await address(callback);
    if (found == Address::store_lost) co_return release(callback, retry_at());
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
    const http::ClientResponse response = co_await post_(std::move(request));
    delay_.observe(to_seconds(clock_.now() - callback.created_at));
    Record record = judge(callback, response);
    if (record.kind != Record::Kind::release) record.log = log_entry(callback, response, record);
    co_return record;
}

Sender::Record Sender::release(const Callback& callback, Timestamp due_at) const {
    return {Record::Kind::release, callback.id, callback.owner, callback.attempts, due_at, {}, {}, {}};
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
    const auto entry = in_flight_by_service_.find(callback.service_id);
    if (--entry->second == 0) in_flight_by_service_.erase(entry);
    pump();
}

Sender::Record Sender::judge(const Callback& callback, const http::ClientResponse& response) {
    using http::ClientOutcome;
    Record record{Record::Kind::delivered, callback.id, callback.owner, callback.attempts + 1, {}, {}, {},
                  callback.service_id};
    const bool answered = response.outcome == ClientOutcome::answered;
    if (answered && response.status < 400) {
        delivered_.add();
        return record;
    }
    if (response.outcome == ClientOutcome::shutting_down) return release(callback, clock_.now());
    record.error = answered ? "status " + std::to_string(response.status) : std::string(to_string(response.outcome));
    const bool worth_repeating = !answered || response.status >= 500 || response.status == 429;
    const bool may_repeat = worth_repeating && callback.attempts < options_.retries_max;
    record.kind = may_repeat ? Record::Kind::retry : Record::Kind::failed;
    record.due_at = may_repeat ? retry_at() : clock_.now();
    (may_repeat ? retried_ : failed_).add();
    log::warning(may_repeat ? "callback_failed" : "callback_given_up",
                 may_repeat        ? "A service's endpoint did not take a callback; it will be tried again"
                 : worth_repeating ? "A callback has used up its retries"
                                   : "A service's endpoint refused a callback; it is not being tried again",
                 {{"service_id", callback.service_id},
                  {"notification_id", callback.notification_id},
                  {"callback_type", callback.type},
                  {"attempt", record.attempts},
                  {"error", record.error}});
    return record;
}

LogEntry Sender::log_entry(const Callback& callback, const http::ClientResponse& response, const Record& record) const {
    LogEntry entry;
    entry.id = callback.id;
    entry.notification_id = callback.notification_id;
    entry.type = callback.type;
    entry.status = record.kind == Record::Kind::delivered ? "delivered"
                   : record.kind == Record::Kind::retry   ? "retrying"
                                                          : "failed";
    entry.attempts = record.attempts;
    if (response.outcome == http::ClientOutcome::answered) entry.http_status = response.status;
    if (!record.error.empty()) entry.last_error = record.error;
    entry.created_at = callback.created_at;
    entry.attempted_at = clock_.now();
    return entry;
}

void Sender::write_log(db::Transaction& tx, std::span<const Record> records) {
    std::vector<db::Params> rows;
    rows.reserve(records.size());
    for (const auto& record : records) {
        if (!record.log) continue;
        const LogEntry& entry = *record.log;
        rows.push_back({record.service_id, entry.id, entry.notification_id, entry.type, entry.status, entry.attempts,
                        entry.http_status, entry.last_error, entry.created_at, entry.attempted_at});
    }
    if (!rows.empty()) tx.post_many(sql::log_callback, rows);
}

Timestamp Sender::retry_at() {
    return clock_.now() + jittered(options_.retry_delay, jitter_);
}

std::vector<char> Sender::commit(db::Transaction& tx, std::span<const Record> records) {
    std::vector<db::Params> deleted, delayed, failed;
    for (const auto& record : records) {
        switch (record.kind) {
            case Record::Kind::delivered:
                deleted.push_back({record.id, record.owner});
                break;
            case Record::Kind::retry:
            case Record::Kind::release:
                delayed.push_back({record.id, record.owner, record.due_at, record.attempts, record.error});
                break;
            case Record::Kind::failed:
                failed.push_back({record.id, record.owner, record.attempts, record.error, record.due_at});
                deleted.push_back({record.id, record.owner});
                break;
        }
    }
    if (!delayed.empty()) tx.post_many(sql::delay_callback, delayed);
    if (!failed.empty()) tx.post_many(sql::keep_failed_callback, failed);
    if (!deleted.empty()) tx.post_many(sql::delete_callback, deleted);
    write_log(tx, records);
    return std::vector<char>(records.size());
}

Task<std::size_t> Sender::claim() {
    if (queue_.size() >= options_.queue_max / 2 || !lease_.holds(lease_.id(), options_.timeout)) co_return 0;
    const Timestamp now = clock_.now();
    const Uuid owner = lease_.id();
    constexpr std::size_t services_max = 100, claims_max = 500;
    std::vector<Uuid> services;
    std::vector<Callback> claimed = co_await store_.write(loop_, [&](db::Transaction& tx) {
        services.clear();
        std::vector<Callback> found;
        for (const auto row : tx.query(sql::services_with_due_callbacks, {claim_after_, now, services_max}))
            services.push_back(row.get<Uuid>(0));
        const std::size_t share = services.empty() ? 0 : std::max<std::size_t>(1, claims_max / services.size());
        for (const auto& service : services) {
            if (!has_room_for(service)) continue;
            for (const auto row : tx.query(sql::claim_callbacks, {service, now, owner, share})) {
                Callback callback;
                callback.id = row.get<Uuid>(0);
                callback.service_id = service;
                callback.notification_id = row.get<Uuid>(1);
                callback.type = row.get<std::string>(2);
                callback.attempts = row.get<std::int64_t>(4);
                callback.created_at = row.get<Timestamp>(5);
                callback.owner = owner;
                if (open_payload(sealer_, row.get<db::Blob>(3).bytes, callback)) found.push_back(std::move(callback));
                else
                    log::error("callback_seal_broken",
                               "A callback's seal does not open with this installation's secret",
                               {{"callback_id", callback.id}});
            }
        }
        return found;
    });
    // The next look starts after the last service seen, so that every one has its turn; after the last, at the first.
    claim_after_ = services.size() < services_max ? Uuid{} : services.back();
    for (auto& callback : claimed) {
        const Uuid service = callback.service_id;
        queue_.push(service, std::move(callback));
    }
    co_return claimed.size();
}

}  // namespace herald::callbacks
