#include "app/replies.h"

namespace herald::app {

Replies::Replies(const Settings& settings, const Parts& parts)
    : texts_(parts.store, parts.loop, parts.clock, parts.ids, parts.metrics, parts.sealer, parts.lease,
             parts.callbacks),
      inbound_routes_(
          texts_, parts.store, parts.loop,
          {settings.mmg_inbound_users, settings.mmg_inbound_passwords, settings.firetext_inbound_passwords}),
      list_routes_({parts.store, parts.loop, parts.clock, parts.sealer, parts.authenticator}),
      unsubscribe_routes_(
          {parts.store, parts.loop, parts.clock, parts.ids, parts.sealer, parts.metrics, parts.old_signature},
          documents::Frame(settings.installation_name, settings.installation_colour)) {}

void Replies::add_to(http::Router& router) {
    inbound_routes_.add_to(router);
    list_routes_.add_to(router);
    unsubscribe_routes_.add_to(router);
}

}  // namespace herald::app
