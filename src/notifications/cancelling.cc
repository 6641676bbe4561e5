#include "notifications/cancelling.h"

#include "http/api_error.h"
#include "letters/cancelling.h"
#include "notifications/cancelling_sql.h"
#include "notifications/daily_demand.h"
#include "notifications/notification_json.h"
#include "notifications/requests.h"

namespace herald::notifications {
namespace {

constexpr std::string_view already_sent = "Notification cannot be cancelled - it is already being sent";

/// A status came between the look and the change; what the transaction has done is undone.
struct Overtaken : std::exception {};

bool is_cancelled(const std::optional<Notification>& message) {
    return message && message->status == Status::cancelled;
}

}  // namespace

void Cancelling::add_to(http::Router& router) {
    router.add(http::Method::del, "/v2/notifications/{notification_id}",
               services::for_callers(parts_.authenticator, this, &Cancelling::answer));
}

Task<http::Response> Cancelling::answer(const http::Request& request, const services::Caller& caller) {
    auto parsed = parse_notification_id(request.params[0]);
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    const Uuid id = std::get<Uuid>(parsed);

    const Result result = co_await cancel(*caller.service, id);
    if (!result.message) co_return http::v2_not_found();
    if (!result.is_cancelled) co_return http::v2_error(409, "ConflictError", result.refusal);
    const Notification& message = *result.message;
    const auto source =
        co_await parts_.templates.find_version(message.service_id, message.template_id, message.template_version);
    http::Response response;
    JsonWriter json(response.body);
    write_notification(json, message, source.get(), request.root_url(), parts_.links);
    co_return response;
}

Task<Cancelling::Result> Cancelling::cancel(const services::Service& service, const Uuid& id) {
    bool overtaken = false;
    Result result;
    try {
        result =
            co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) { return cancel_now(tx, service, id); });
    } catch (const Overtaken&) {
        overtaken = true;
    }
    if (!overtaken) co_return result;
    auto message = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return find(tx, parts_.sealer, service.id, id); });
    const bool cancelled = is_cancelled(message);
    result = Result{std::move(message), cancelled, std::string(already_sent)};
    co_return result;
}

// Deliveries before notifications, daily totals before counters: the order in which all others take their locks.
Cancelling::Result Cancelling::cancel_now(db::Transaction& tx, const services::Service& service, const Uuid& id) const {
    auto message = find(tx, parts_.sealer, service.id, id);
    if (message && message->channel == Channel::letter) return cancel_letter(tx, service, std::move(*message));
    if (!message || message->status != Status::created) {
        const bool cancelled = is_cancelled(message);
        return {std::move(message), cancelled, std::string(already_sent)};
    }
    if (tx.execute(sql::withdraw_delivery, {id, service.id}) == 0) {
        // Somebody has it, or somebody else has just cancelled it.
        auto now_stored = find(tx, parts_.sealer, service.id, id);
        const bool cancelled = is_cancelled(now_stored);
        return {std::move(now_stored), cancelled, std::string(already_sent)};
    }
    record(tx, service, *message);
    return {std::move(message), true, {}};
}

// Until printing begins (tasks.md §1.6). What a test key has sent has ended before.
Cancelling::Result Cancelling::cancel_letter(db::Transaction& tx, const services::Service& service,
                                             Notification letter) const {
    if (letter.status == Status::cancelled) return {std::move(letter), true, {}};
    auto refusal = letters::cancel_refusal({to_text(letter.status), letter.waits_since()}, parts_.clock.now());
    if (refusal) return {std::move(letter), false, std::move(*refusal)};
    record(tx, service, letter);
    return {std::move(letter), true, {}};
}

void Cancelling::record(db::Transaction& tx, const services::Service& service, Notification& message) const {
    const Timestamp now = parts_.clock.now();
    const Status from = message.status;
    if (tx.execute(sql::record_cancelled, {message.id, to_text(from), now}) == 0) throw Overtaken();
    message.status = Status::cancelled;
    message.updated_at = now;
    // A day that is over has no limit any more.
    if (message.created_at.utc_date() == now.utc_date())
        parts_.daily_limits.give_back(tx, daily_demand(message, service));
    CountChanges counts;
    counts.moved(message, from);
    counts.flush(tx, parts_.shards.intake());
}

}  // namespace herald::notifications
