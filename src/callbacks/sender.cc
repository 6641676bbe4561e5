#include "callbacks/sender.h"

#include <algorithm>

#include "base/jitter.h"
#include "base/log.h"
#include "callbacks/callbacks_sql.h"
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
      delay_(metrics.histogram("herald_callback_delay_seconds", "From the event to the answer of the endpoint")) {}

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
    const http::ClientResponse response = co_await post_(std::move(request));
    delay_.observe(to_seconds(clock_.now() - callback.created_at));
    Record record = judge(callback, response);
    if (record.kind != Record::Kind::release) record.log = log_entry(callback, response, record);
    co_return record;
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

Sender::Record Sender::judge(const Callback& callback, const http::ClientResponse& response) {
    using http::ClientOutcome;
    Record record{Record::Kind::delivered, callback.id, callback.owner, callback.attempts + 1, {}, {}, {},
                  callback.service_id};
    const bool answered = response.outcome == ClientOutcome::answered;
    if (response.outcome == ClientOutcome::shutting_down) return release(callback, clock_.now());
    const bool worth_repeating = !answered || response.status >= 500 || response.status == 429;
    if (worth_repeating) note_failure(callback.endpoint(), callback.url);
    else note_answer(callback.endpoint());
    if (answered && response.status < 400) {
        delivered_.add();
        return record;
    }
    record.error = answered ? "status " + std::to_string(response.status) : std::string(to_string(response.outcome));
    const auto again_at = worth_repeating ? retry_at(callback, record.attempts) : std::nullopt;
    const bool may_repeat = again_at.has_value();
    record.kind = may_repeat ? Record::Kind::retry : Record::Kind::failed;
    record.due_at = again_at.value_or(clock_.now());
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

std::optional<Timestamp> Sender::retry_at(const Callback& callback, std::int64_t attempts) {
    const Timestamp now = clock_.now();
    const std::int64_t beyond = attempts - options_.retries_max;
    if (beyond <= 0) return now + jittered(options_.retry_delay, jitter_);
    const Timestamp last = callback.created_at + options_.retry_delay * options_.retries_max + options_.retry_for;
    if (options_.retry_for <= Duration{} || now >= last) return std::nullopt;
    constexpr std::int64_t doublings_max = 20;
    const Duration longest = std::max(options_.retry_delay, Duration(std::chrono::hours(1)));
    const Duration delay =
        std::min(longest, options_.retry_delay * (std::int64_t{1} << std::min(beyond, doublings_max)));
    return std::min(last, now + jittered(delay, jitter_));
}

void Sender::note_answer(const Endpoint& endpoint) {
    if (!health_.succeeded(endpoint.group())) return;
    log::info("callback_endpoint_answers", "A service's endpoint answers again",
              {{"service_id", endpoint.service_id}, {"callback_type", endpoint.type}});
    spawn(note([endpoint](db::Transaction& tx) { record_answering(tx, endpoint); }));
}

void Sender::note_failure(const Endpoint& endpoint, const std::string& url) {
    const Uuid group = endpoint.group();
    const Timestamp now = clock_.now();
    const auto failed = health_.failed(group, now);
    if (failed == EndpointHealth::Failed::once_more) return;
    give_back_queued(group);
    if (failed == EndpointHealth::Failed::probe) return suspend_if_hopeless(endpoint);
    spawn(hold_back(endpoint, url, *health_.failing_since(group), now));
}

Task<void> Sender::hold_back(Endpoint endpoint, std::string url, Timestamp since, Timestamp now) {
    const Timestamp probe_at = now + health_.probe_interval();
    bool is_noted = false;
    const std::function<void(db::Transaction&)> write = [&](db::Transaction& tx) {
        is_noted = record_failing(tx, endpoint, url, since, probe_at);
    };
    co_await note(write);
    if (!is_noted) {
        health_.forget(endpoint.group());
        co_return;
    }
    health_.confirm(endpoint.group());
    log::warning("callback_endpoint_fails",
                 "A service's endpoint has failed many times in a row; it is called rarely until it answers",
                 {{"service_id", endpoint.service_id}, {"callback_type", endpoint.type}});
}

void Sender::suspend_if_hopeless(const Endpoint& endpoint) {
    const Timestamp now = clock_.now(), before = now - options_.suspend_after;
    if (*health_.failing_since(endpoint.group()) > before) return;
    IdSource& ids = ids_;
    spawn(note([endpoint, before, now, &ids](db::Transaction& tx) {
        if (!suspend(tx, ids, endpoint, before, now)) return;
        log::error("callback_endpoint_suspended",
                   "A service's endpoint has not answered for so long that it is not called any more",
                   {{"service_id", endpoint.service_id}, {"callback_type", endpoint.type}});
    }));
}

Task<void> Sender::note(std::function<void(db::Transaction&)> write) {
    ++notes_;
    try {
        co_await store_.write(loop_, write);
    } catch (const db::StoreError& error) {
        log::warning("callback_endpoint_not_noted", "What is known of a service's endpoint could not be stored",
                     {{"error", error.what()}});
    }
    --notes_;
}

std::vector<char> Sender::commit(db::Transaction& tx, std::span<const Record> records) {
    write(tx, records);
    return std::vector<char>(records.size());
}

void Sender::write(db::Transaction& tx, std::span<const Record> records) {
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
}

}  // namespace herald::callbacks
