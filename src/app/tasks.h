#pragma once

#include "balancing/balancer.h"
#include "delivery/safety_nets.h"
#include "objects/object_store.h"
#include "receipts/receipts.h"
#include "schedule/registry.h"
#include "services/own_service.h"

namespace herald::app {

/// What the scheduled tasks work on.
struct TaskParts {
    db::Store& store;
    Loop& loop;
    const crypto::Sealer& sealer;
    IdSource& ids;
    Metrics& metrics;
    receipts::Receipts& receipts;
    objects::ObjectStore& objects;
    std::int64_t count_shard;
    callbacks::LogLimits callback_log;
    balancing::Balancer& balancer;
    delivery::TimeOutOptions time_out;
    delivery::ReplayOptions replay;
    Duration mail_settles_after{};  ///< zero: never
    Duration text_parts_wait;
    services::OwnService own;  ///< in whose name people are told something
};

/// Every task of the product, with its schedule (tasks.md §3). `parts` is kept by reference.
void add_all_tasks(schedule::Registry& registry, TaskParts& parts);

}  // namespace herald::app
