#pragma once

#include "balancing/rules.h"
#include "base/settings.h"
#include "callbacks/sender.h"
#include "delivery/delivery.h"
#include "delivery/safety_nets.h"
#include "http/server.h"
#include "notifications/counts.h"
#include "receipts/receipt_routes.h"
#include "services/own_service.h"

/// What each part of a server is given of the settings.
namespace herald::app {

http::ServerOptions server_options(const Settings& settings);
workers::Lease::Options lease_options(const Settings& settings);
callbacks::Sender::Options callback_options(const Settings& settings);
callbacks::LogLimits callback_log_limits(const Settings& settings);
delivery::Delivery::Options delivery_options(const Settings& settings);
receipts::ReceiptRoutes::Options receipt_options(const Settings& settings);
delivery::TimeOutOptions time_out_options(const Settings& settings);
delivery::ReplayOptions replay_options(const Settings& settings);
services::OwnService own_service(const Settings& settings);
/// How long a part of a received text waits for the others.
Duration text_parts_wait(const Settings& settings);
receipts::ApplierOptions applier_options(const Settings& settings);
balancing::BalanceRules balance_rules(const Settings& settings);
delivery::ProviderPool::Options provider_pool_options(const Settings& settings);
/// Processes that share a store write their counters to different rows, as far as there are enough.
notifications::CountShards count_shards(const Settings& settings, const Uuid& worker);

}  // namespace herald::app
