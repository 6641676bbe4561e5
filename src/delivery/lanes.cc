// How the delivery stage's work in memory goes on: lane by lane, service by service, as far as its providers have room.

#include "delivery/delivery.h"
#include "delivery/meters.h"

namespace herald::delivery {

Uuid Delivery::reserve(std::size_t count) {
    const bool room = !stopping_ && queued() + count <= options_.queue_max;
    const Uuid owner = parts_.lease.id();
    return room && parts_.lease.holds(owner, options_.send_timeout) ? owner : Uuid{};
}

void Delivery::take(notifications::AcceptedPtr accepted, const Uuid& owner) {
    enqueue(Work{std::move(accepted), Step::send, 0, owner, {}});
    pump();
}

Delivery::LaneWork& Delivery::lane_work(const Work& work) {
    return lanes_[static_cast<std::size_t>(notifications::lane_of(work.accepted->message))];
}

void Delivery::enqueue(Work work) {
    const Uuid turn = work.accepted->message.turn_id();
    LaneWork& lane = lane_work(work);
    lane.queue.push(turn, std::move(work));
}

std::size_t Delivery::queued() const {
    std::size_t sum = 0;
    for (const auto& lane : lanes_) sum += lane.queue.size();
    return sum;
}

void Delivery::pump() {
    // The lanes take turns, one message each, until none can go on.
    std::size_t idle_lanes = 0;
    while (!stopping_ && in_flight_ < options_.in_flight_max && idle_lanes < lanes_.size()) {
        LaneWork& lane = lanes_[next_lane_];
        next_lane_ = (next_lane_ + 1) % lanes_.size();
        idle_lanes = start_one(lane) ? 0 : idle_lanes + 1;
    }
    meters_->queued.set(static_cast<double>(queued()));
    meters_->under_way.set(static_cast<double>(in_flight_));
}

bool Delivery::start_one(LaneWork& lane) {
    // A quarter of the calls is kept free of any one lane, whose providers may be slow.
    if (lane.queue.empty() || lane.in_flight >= options_.in_flight_max - options_.in_flight_max / 4) return false;
    if (parts_.providers.room(lane.lane) <= lane.choosing) {
        if (parts_.providers.is_shut(lane.lane)) put_back(lane);
        else pump_again_at(parts_.providers.next_room(lane.lane));
        return false;
    }
    auto next = lane.queue.pop();
    // What was claimed under a lost lease belongs to somebody else now.
    if (next->owner != parts_.lease.id()) return true;
    if (!parts_.lease.holds(next->owner, options_.send_timeout)) {
        // The lease has not been renewed in time, but it may still be: then this is ours as before.
        enqueue(std::move(*next));
        return false;
    }
    ++in_flight_;
    ++lane.in_flight;
    ++lane.choosing;
    spawn(work_on(std::move(*next)));
    return true;
}

void Delivery::put_back(LaneWork& lane) {
    while (auto next = lane.queue.pop())
        if (next->owner == parts_.lease.id()) spawn(release(std::move(*next)));
}

Task<void> Delivery::release(Work work) {
    Outcome outcome = without_room(std::move(work), "no active provider", 0);
    co_await record(std::move(outcome));
}

void Delivery::pump_again_at(Timestamp at) {
    constexpr Duration soonest = std::chrono::milliseconds(10);
    const Timestamp now = parts_.clock.now(), then = std::max(at, now + soonest);
    // Where only the end of a call makes room, that end pumps.
    if (at <= now || (pump_at_ && *pump_at_ > now && *pump_at_ <= then)) return;
    pump_at_ = then;
    parts_.loop.after(*pump_at_ - now, [this] { pump(); });
}

// A message may have waited in memory since its service was read.
Task<bool> Delivery::is_still_active(services::ServicePtr known) {
    try {
        const services::ServicePtr service = co_await parts_.services.find(known->id);
        co_return service && service->active;
    } catch (const db::StoreError&) {
        // The outcome will wait for the store; what was known must do until then.
    }
    co_return known->active;
}

Task<void> Delivery::work_on(Work work) {
    LaneWork& lane = lane_work(work);
    co_await parts_.providers.refresh();
    const bool is_active = co_await is_still_active(work.accepted->service);
    // From here to the provider nothing waits, so that what there is room for is not given away twice.
    --lane.choosing;
    if (!parts_.lease.holds(work.owner, options_.send_timeout)) {
        // The store was so slow that somebody else may have it by now.
        --in_flight_;
        --lane.in_flight;
        enqueue(std::move(work));
        co_return;
    }
    Outcome outcome = co_await attempt(std::move(work), is_active);
    co_await record(std::move(outcome));
    --in_flight_;
    --lane.in_flight;
    pump();
}

}  // namespace herald::delivery
