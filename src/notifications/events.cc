#include "notifications/events.h"

#include <algorithm>

#include "base/json_writer.h"
#include "http/api_error.h"
#include "notifications/events_sql.h"
#include "notifications/requests.h"

namespace herald::notifications {
namespace {

constexpr std::string_view attempt_failed = "attempt-failed";

struct Event {
    Timestamp at;
    std::string name;
    std::string detail;  ///< a JSON object
};

template <class T>
std::string detail(std::string_view name, const T& value) {
    std::string text;
    JsonWriter(text).begin_object().member(name, value).end_object();
    return text;
}

/// What the message's row tells.
void add_from_row(std::vector<Event>& events, const Notification& message) {
    events.push_back({message.created_at, "accepted", detail("type", services::to_text(message.channel))});
    if (message.scheduled_for)
        events.push_back({message.created_at, "scheduled", detail("scheduled_for", *message.scheduled_for)});
    if (message.sent_at) events.push_back({*message.sent_at, "handed-over", detail("provider", message.sent_by)});
    if (!message.updated_at) return;
    if (message.status == Status::cancelled) events.push_back({*message.updated_at, "cancelled", "{}"});
    else if (message.status != Status::created && message.status != Status::sending)
        events.push_back({*message.updated_at, "status", detail("status", to_text(message.status))});
}

void add_failures(std::vector<Event>& events, const db::Rows& rows) {
    std::int64_t attempt = 0;
    for (const auto row : rows) {
        std::string text;
        JsonWriter(text)
            .begin_object()
            .member("attempt", ++attempt)
            .member("provider", row.get<std::optional<std::string>>(1))
            .member("reason", row.get<std::string>(2))
            .end_object();
        events.push_back({row.get<Timestamp>(3), row.get<std::string>(0), std::move(text)});
    }
}

/// The calls that told the service of the last status: they are made in the transaction that stores it.
void add_callbacks(std::vector<Event>& events, db::Transaction& tx, const Notification& message) {
    if (!is_completed(message.status) || !message.updated_at) return;
    const Uuid first = first_ordered_id(*message.updated_at - std::chrono::seconds(1));
    const Uuid last = first_ordered_id(*message.updated_at + std::chrono::seconds(10));
    for (const auto row : tx.query(sql::callbacks_about, {message.service_id, message.id, first, last})) {
        std::string text;
        JsonWriter(text)
            .begin_object()
            .member("status", row.get<std::string>(0))
            .member("attempts", row.get<std::int64_t>(1))
            .member("http_status", row.get<std::optional<std::int64_t>>(2))
            .end_object();
        events.push_back({row.get<Timestamp>(3), "callback", std::move(text)});
    }
}

std::vector<Event> read_events(db::Transaction& tx, const Notification& message) {
    std::vector<Event> events;
    const db::Params key{message.service_id, message.id};
    add_failures(events, tx.query(sql::events_of, key));
    add_from_row(events, message);
    add_callbacks(events, tx, message);
    if (message.status == Status::created)
        for (const auto row : tx.query(sql::next_attempt_of, key))
            events.push_back({row.get<Timestamp>(0), "next-attempt", "{}"});
    return events;
}

/// Of what happened at the same instant: the order of a message's life.
int place(const Event& event) {
    static constexpr std::string_view order[] = {"accepted", "scheduled", attempt_failed, "handed-over", "status"};
    return static_cast<int>(std::find(std::begin(order), std::end(order), event.name) - std::begin(order));
}

std::string to_json(std::vector<Event> events) {
    std::stable_sort(events.begin(), events.end(), [](const Event& left, const Event& right) {
        return left.at != right.at ? left.at < right.at : place(left) < place(right);
    });
    std::string body;
    JsonWriter json(body);
    json.begin_object().key("events").begin_array();
    for (const Event& event : events)
        json.begin_object()
            .member("at", event.at)
            .member("event", event.name)
            .key("detail")
            .raw(event.detail)
            .end_object();
    json.end_array().end_object();
    return body;
}

}  // namespace

void add_failed_attempts(db::Transaction& tx, IdSource& ids, std::span<const FailedAttempt> all) {
    std::vector<db::Params> rows;
    rows.reserve(all.size());
    for (const auto& one : all)
        rows.push_back({one.service_id, one.notification_id, ids.next_ordered(), attempt_failed,
                        one.provider.empty() ? db::Value(std::nullopt) : db::Value(one.provider), one.reason, one.at});
    if (!rows.empty()) tx.post_many(sql::add_event, rows);
}

std::optional<std::string> events_json(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                                       const Uuid& id) {
    const auto message = find(tx, sealer, service_id, id);
    if (!message) return std::nullopt;
    return to_json(read_events(tx, *message));
}

void EventRoute::add_to(http::Router& router) {
    router.add(http::Method::get, "/v2/notifications/{notification_id}/events",
               services::for_callers(parts_.authenticator, this, &EventRoute::get));
}

Task<http::Response> EventRoute::get(const http::Request& request, const services::Caller& caller) {
    auto parsed = parse_notification_id(request.params[0]);
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    const Uuid id = std::get<Uuid>(parsed);

    const Uuid service_id = caller.service->id;
    std::optional<std::string> body = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return events_json(tx, parts_.sealer, service_id, id); });
    if (!body) co_return http::v2_not_found();
    http::Response response{200, std::move(*body)};
    co_return response;
}

}  // namespace herald::notifications
