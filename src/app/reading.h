#pragma once

#include "notifications/events.h"
#include "notifications/letter_pdf.h"
#include "notifications/read_routes.h"

namespace herald::app {

/// Everything that shows messages to their service.
class Reading {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const crypto::Sealer& sealer;
        services::Authenticator& authenticator;
        templates::TemplateDirectory& templates;
        objects::ObjectStore& objects;
        const unsubscribe::LinkMaker& links;
    };
    explicit Reading(const Parts& parts)
        : lookups_(parts.store, parts.loop, parts.sealer),
          messages_({parts.store, parts.loop, parts.clock, parts.sealer, parts.authenticator, parts.templates, lookups_,
                     parts.links}),
          events_({parts.store, parts.loop, parts.sealer, parts.authenticator}),
          pdfs_({parts.authenticator, lookups_, parts.objects}) {}

    void add_to(http::Router& router) {
        messages_.add_to(router);
        events_.add_to(router);
        pdfs_.add_to(router);
    }

private:
    notifications::LookupBatcher lookups_;
    notifications::ReadRoutes messages_;
    notifications::EventRoute events_;
    notifications::LetterPdfRoute pdfs_;
};

}  // namespace herald::app
