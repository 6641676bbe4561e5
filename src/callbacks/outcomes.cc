// What becomes of a call, and how that is recorded.

#include <algorithm>

#include "base/jitter.h"
#include "base/log.h"
#include "callbacks/callbacks_sql.h"
#include "callbacks/sender.h"

namespace herald::callbacks {

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

}  // namespace herald::callbacks
