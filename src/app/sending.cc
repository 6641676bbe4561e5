#include "app/sending.h"

namespace herald::app {
namespace {

/// A store of its own is one process's; another may be shared, whether it is or not.
std::unique_ptr<limits::RateLimiter> make_rate_limiter(const Settings& settings, const Sending::Parts& parts) {
    if (!settings.on_postgres()) return std::make_unique<limits::LocalRateLimiter>(parts.clock);
    return std::make_unique<limits::SharedRateLimiter>(parts.store, parts.loop, parts.clock);
}

notifications::Intake::Limits intake_limits(const Settings& settings) {
    return {static_cast<std::size_t>(settings.intake_batch_max), static_cast<std::size_t>(settings.intake_queue_max)};
}

}  // namespace

Sending::Sending(const Settings& settings, const Parts& parts)
    : rate_limiter_(make_rate_limiter(settings, parts)),
      daily_limits_(parts.store, parts.loop, parts.clock, parts.shards.intake()),
      answered_(parts.sealer),
      drafter_({parts.templates, daily_limits_, parts.ids, parts.clock, settings.email_domain, parts.uploader}),
      letters_({parts.store, parts.loop, parts.templates, parts.ids, parts.clock, parts.objects}),
      intake_(
          {parts.store, parts.loop, parts.clock, parts.sealer, parts.metrics, daily_limits_, answered_, parts.shards},
          intake_limits(settings)),
      bulk_({parts.loop, parts.clock, parts.templates, drafter_, letters_, intake_}),
      routes_({parts.store, parts.loop, parts.clock, answered_, parts.authenticator, *rate_limiter_, daily_limits_,
               drafter_, letters_, parts.objects, bulk_, intake_}),
      cancelling_({parts.store, parts.loop, parts.clock, parts.sealer, parts.authenticator, parts.templates,
                   daily_limits_, parts.shards, parts.links}) {}

}  // namespace herald::app
