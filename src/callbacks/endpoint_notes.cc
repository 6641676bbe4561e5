// What the stage finds out about an endpoint goes into the store, where other processes learn it.

#include "base/log.h"
#include "callbacks/endpoints.h"
#include "callbacks/sender.h"

namespace herald::callbacks {

void Sender::note_answer(const Endpoint& endpoint) {
    if (!health_.succeeded(endpoint.group())) return;
    log::info("callback_endpoint_answers", "A service's endpoint answers again",
              {{"service_id", endpoint.service_id}, {"callback_type", endpoint.type}});
    spawn(note([endpoint](db::Transaction& tx) { resume(tx, endpoint); }));
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

}  // namespace herald::callbacks
