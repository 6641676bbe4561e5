#pragma once

#include <string>

#include "app/gateways.h"
#include "base/settings.h"
#include "delivery/provider_pool.h"
#include "http/client.h"

namespace herald::app {

struct ProviderParts {
    db::Store& store;
    Loop& loop;
    const Clock& clock;
    http::Client& client;
    const Gateways& gateways;
};

/// Adds the providers that the settings describe. MMG, Firetext or SES without a URL is the sandbox's emulator at
/// `sandbox_url`; MMG's and Firetext's only while there is no other way for text messages. With `smtp-url`, all email
/// goes there; with `message-directory`, all that it is for is written there. Throws objects::ObjectStoreError when
/// that directory cannot be made.
void add_providers(delivery::ProviderPool& pool, const ProviderParts& parts, const Settings& settings,
                   const std::string& sandbox_url);

/// Whether an emulator of the sandbox stands in for some provider of text messages.
bool needs_sandbox(const Settings& settings);
/// Whether email goes through SES, or through the sandbox that plays it.
bool sends_by_ses(const Settings& settings);

}  // namespace herald::app
