// How the stage finds calls in the table: endpoint by endpoint.
#include <algorithm>

#include "base/log.h"
#include "callbacks/callbacks_sql.h"
#include "callbacks/endpoints.h"
#include "callbacks/sender.h"

namespace herald::callbacks {
namespace {

constexpr std::string_view seal_broken = "its seal does not open with this installation's secret";

}  // namespace

std::optional<Sender::Wanted> Sender::wanted_of(const Endpoint& endpoint, std::size_t share, Timestamp now) const {
    const Uuid group = endpoint.group();
    if (!has_room_for(group)) return std::nullopt;
    // What would go to a suspended endpoint is not called, only kept as failed.
    if (!health_.is_open(group) || health_.is_suspended(group)) return Wanted{endpoint, share, false};
    if (!health_.may_call(group, now) || in_flight_by_endpoint_.contains(group)) return std::nullopt;
    return Wanted{endpoint, 1, true};
}

void Sender::claim_endpoint(db::Transaction& tx, const Wanted& wanted, Timestamp now, const Uuid& owner,
                            std::vector<Callback>& found) const {
    const Endpoint& endpoint = wanted.endpoint;
    if (wanted.is_probe && !take_probe(tx, endpoint, now, now + health_.probe_interval())) return;
    for (const auto row :
         tx.query(sql::claim_callbacks, {endpoint.service_id, endpoint.type, now, owner, wanted.most})) {
        Callback callback;
        callback.id = row.get<Uuid>(0);
        callback.service_id = endpoint.service_id;
        callback.notification_id = row.get<Uuid>(1);
        callback.type = endpoint.type;
        callback.attempts = row.get<std::int64_t>(3);
        callback.created_at = row.get<Timestamp>(4);
        callback.owner = owner;
        if (open_payload(sealer_, row.get<db::Blob>(2).bytes, callback)) {
            // A probe asks how the endpoint is that the service has now; and what it had when the event happened has
            // had all its tries.
            if (wanted.is_probe || callback.attempts > options_.retries_max) callback.clear_address();
            found.push_back(std::move(callback));
            continue;
        }
        log::error("callback_seal_broken", "A callback's seal does not open with this installation's secret",
                   {{"callback_id", callback.id}});
        // Nobody can make this call: it has failed.
        Record record{Record::Kind::failed, callback.id, owner, callback.attempts, now, std::string(seal_broken), {},
                      callback.service_id};
        record.log = log_entry(callback, {}, record);
        write(tx, {&record, 1});
    }
}

Sender::Look Sender::look(db::Transaction& tx, const Uuid& after, Timestamp now) {
    constexpr std::size_t endpoints_max = 100;
    Look seen;
    seen.failing = read_failing_endpoints(tx);
    for (const auto row : tx.query(sql::endpoints_with_due_callbacks, {after, now, endpoints_max}))
        seen.due.push_back({row.get<Uuid>(0), row.get<std::string>(1)});
    // The next look starts after the last service that was seen whole, so that every one has its turn; after the last
    // of all, at the first.
    if (seen.due.size() < endpoints_max) return seen;
    const Uuid last = seen.due.back().service_id;
    const auto other = std::find_if(seen.due.rbegin(), seen.due.rend(),
                                    [&](const Endpoint& endpoint) { return endpoint.service_id != last; });
    if (other != seen.due.rend()) seen.next_after = other->service_id;
    return seen;
}

Task<std::size_t> Sender::claim() {
    if (queue_.size() >= options_.queue_max / 2 || !lease_.holds(lease_.id(), options_.timeout)) co_return 0;
    constexpr std::size_t claims_max = 500;
    const Timestamp now = clock_.now();
    const Uuid owner = lease_.id(), after = claim_after_;
    const Look seen = co_await store_.read(loop_, [after, now](db::Transaction& tx) { return look(tx, after, now); });
    claim_after_ = seen.next_after;
    health_.learn(seen.failing, now);
    std::vector<Wanted> wanted;
    const std::size_t share = std::max<std::size_t>(1, claims_max / std::max<std::size_t>(1, seen.due.size()));
    for (const auto& endpoint : seen.due)
        if (auto one = wanted_of(endpoint, share, now)) wanted.push_back(std::move(*one));
    if (wanted.empty()) co_return 0;

    std::vector<Callback> claimed = co_await store_.write(loop_, [&](db::Transaction& tx) {
        std::vector<Callback> found;
        for (const auto& one : wanted) claim_endpoint(tx, one, now, owner, found);
        return found;
    });
    // Also of those whose probe another process has.
    for (const auto& one : wanted) health_.began(one.endpoint.group(), now);
    for (auto& callback : claimed) {
        const Uuid group = callback.endpoint().group();
        queue_.push(group, std::move(callback));
    }
    co_return claimed.size();
}

}  // namespace herald::callbacks
