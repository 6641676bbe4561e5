// How the delivery stage claims what is in the table: what others left, what is due again, what did not fit in memory.

#include <algorithm>
#include <iterator>

#include "base/json.h"
#include "base/log.h"
#include "delivery/deliveries_sql.h"
#include "delivery/delivery.h"
#include "delivery/meters.h"
#include "notifications/personalisation.h"

namespace herald::delivery {

namespace {

constexpr std::size_t turns_max = 100;

}  // namespace

struct Delivery::Claimed {
    notifications::Notification message;
    Step step = Step::send;
    std::int64_t attempts = 0;
    Uuid owner;
};

std::size_t Delivery::room_to_claim(const LaneWork& lane) const {
    constexpr std::size_t claims_max = 500;
    // Room for what is handed over in memory is kept: what is claimed fills a half of the queues at most, and no lane
    // the room of another.
    const std::size_t half = options_.queue_max / 2;
    const std::size_t share = half == 0 ? 0 : std::max<std::size_t>(1, half / lanes_.size());
    if (lane.queue.size() >= share) return 0;
    const std::size_t room = std::min(claims_max, share - lane.queue.size());
    // Nothing is claimed for providers that are left alone, but for a probe when it is time for one.
    const std::size_t wanted = parts_.providers.wanted(lane.lane), waiting = lane.queue.size() + lane.choosing;
    return wanted <= waiting ? 0 : std::min(room, wanted - waiting);
}

Task<std::size_t> Delivery::claim() {
    if (!parts_.lease.holds(parts_.lease.id(), options_.send_timeout)) co_return 0;
    co_await parts_.providers.refresh();
    const Timestamp now = parts_.clock.now();
    const Uuid owner = parts_.lease.id();
    std::array<std::size_t, notifications::delivery_lanes> rooms{};
    for (std::size_t i = 0; i < lanes_.size(); ++i) rooms[i] = room_to_claim(lanes_[i]);
    if (std::all_of(rooms.begin(), rooms.end(), [](std::size_t room) { return room == 0; })) co_return 0;
    std::array<std::vector<Uuid>, notifications::delivery_lanes> turns;
    std::vector<Claimed> claimed = co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) {
        std::vector<Claimed> all;
        for (std::size_t i = 0; i < lanes_.size(); ++i) {
            turns[i].clear();
            if (rooms[i] == 0) continue;
            turns[i] = turns_of(tx, lanes_[i], now);
            auto rows = claim_rows(tx, lanes_[i].lane, turns[i], now, owner, rooms[i]);
            std::move(rows.begin(), rows.end(), std::back_inserter(all));
        }
        return all;
    });
    // The next look starts after the last one seen, so that each has its turn; after the last, at the first.
    for (std::size_t i = 0; i < lanes_.size(); ++i)
        if (rooms[i] > 0) lanes_[i].claim_after = turns[i].size() < turns_max ? Uuid{} : turns[i].back();
    meters_->claimed.add(static_cast<double>(claimed.size()));
    bool all_adopted = true;
    for (auto& one : claimed) {
        const bool adopted = co_await adopt(std::move(one));
        all_adopted = all_adopted && adopted;
    }
    // What is claimed and not in memory would lie there as long as this process lives.
    if (!all_adopted) parts_.lease.start_afresh();
    co_return claimed.size();
}

std::vector<Uuid> Delivery::turns_of(db::Transaction& tx, const LaneWork& lane, Timestamp now) const {
    std::vector<Uuid> turns;
    for (const auto row :
         tx.query(sql::turns_with_due_deliveries, {to_text(lane.lane), lane.claim_after, now, turns_max}))
        turns.push_back(row.get<Uuid>(0));
    return turns;
}

std::vector<Delivery::Claimed> Delivery::claim_rows(db::Transaction& tx, Lane lane, std::span<const Uuid> turns,
                                                    Timestamp now, const Uuid& owner, std::size_t room) const {
    std::vector<Claimed> claimed;
    std::vector<notifications::Lookup> lookups;
    for (const auto& turn : turns) {
        const std::size_t share = std::max<std::size_t>(1, room / turns.size());
        for (const auto row : tx.query(sql::claim_deliveries, {to_text(lane), turn, now, owner, share})) {
            Claimed one;
            one.step = row.get<std::string_view>(2) == to_text(Step::simulate) ? Step::simulate : Step::send;
            one.attempts = row.get<std::int64_t>(3);
            one.owner = owner;
            claimed.push_back(std::move(one));
            lookups.push_back({row.get<Uuid>(1), row.get<Uuid>(0)});
        }
    }
    if (claimed.empty()) return claimed;
    auto messages = notifications::find_many(tx, parts_.sealer, lookups);
    std::vector<Claimed> whole;
    for (std::size_t i = 0; i < claimed.size(); ++i) {
        if (!messages[i]) {
            // A delivery without its message: nothing is left to send (the message's row has been removed).
            tx.execute(sql::delete_delivery, {lookups[i].id, owner});
            continue;
        }
        claimed[i].message = std::move(*messages[i]);
        whole.push_back(std::move(claimed[i]));
    }
    return whole;
}

Task<bool> Delivery::adopt(Claimed claimed) {
    auto accepted = std::make_shared<notifications::Accepted>();
    const auto& message = claimed.message;
    try {
        accepted->service = co_await parts_.services.find(message.service_id);
        accepted->source =
            co_await parts_.templates.find_version(message.service_id, message.template_id, message.template_version);
    } catch (const db::StoreError& error) {
        log::warning("delivery_not_adopted", "A claimed delivery's service or template could not be read",
                     {{"notification_id", message.id}, {"error", error.what()}});
        co_return false;
    }
    if (!message.personalisation.empty()) {
        const auto json = JsonDocument::parse(message.personalisation);
        if (json) accepted->values = notifications::to_personalisation(json->root());
    }
    accepted->message = std::move(claimed.message);
    Work work{accepted, claimed.step, claimed.attempts, claimed.owner, {}};
    enqueue(std::move(work));
    co_return true;
}

}  // namespace herald::delivery
