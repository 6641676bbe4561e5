#include "app/internal_api.h"

#include "internal/unavailable.h"

namespace herald::app {

InternalApi::InternalApi(const Settings& settings, const Parts& parts)
    : authenticator_(settings.internal_clients, parts.clock),
      jobs_({parts.store, parts.loop, parts.clock, parts.sealer, authenticator_, parts.services, parts.templates,
             parts.objects, parts.daily_limits, parts.count_shard}),
      files_({parts.store, parts.loop, parts.clock, authenticator_, parts.services, parts.objects, parts.pool}),
      uploads_({parts.store, parts.loop, parts.clock, parts.sealer, authenticator_, parts.services, parts.templates}),
      contact_lists_({parts.store, parts.loop, parts.clock, authenticator_, parts.services, parts.objects, parts.pool}),
      log_({parts.store, parts.loop, parts.clock, parts.sealer, authenticator_, parts.services, parts.templates}),
      retention_({parts.store, parts.loop, parts.clock, parts.ids, authenticator_, parts.services}),
      providers_({parts.store, parts.loop, parts.clock, authenticator_}),
      senders_({parts.store, parts.loop, authenticator_}) {}

void InternalApi::add_to(http::Router& router) {
    jobs_.add_to(router);
    files_.add_to(router);
    uploads_.add_to(router);
    contact_lists_.add_to(router);
    log_.add_to(router);
    retention_.add_to(router);
    providers_.add_to(router);
    senders_.add_to(router);
    internal::add_unavailable(router, authenticator_);
}

}  // namespace herald::app
