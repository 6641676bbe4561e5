#pragma once

#include <string>

#include "app/message_centre_line.h"
#include "base/settings.h"
#include "delivery/provider_pool.h"
#include "http/client.h"

namespace herald::app {

/// Adds the providers that the settings describe. MMG, Firetext or SES without a URL is the sandbox's emulator at
/// `sandbox_url`; MMG's and Firetext's only while there is no other way for text messages. With `smtp-url`, all email
/// goes there. `line` is null when there is no message centre.
void add_providers(delivery::ProviderPool& pool, db::Store& store, const Settings& settings,
                   const std::string& sandbox_url, http::Client& client, const Clock& clock,
                   const MessageCentreLine* line);

/// Whether an emulator of the sandbox stands in for some provider of text messages.
bool needs_sandbox(const Settings& settings);

}  // namespace herald::app
