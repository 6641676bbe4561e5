#pragma once

#include <string>

#include "base/settings.h"
#include "delivery/provider_pool.h"
#include "http/client.h"

namespace herald::app {

/// Adds the providers that the settings describe. A provider without a URL is the sandbox's emulator at `sandbox_url`.
/// With `smtp-url`, all email goes there.
void add_providers(delivery::ProviderPool& pool, const Settings& settings, const std::string& sandbox_url,
                   http::Client& client, const Clock& clock);

}  // namespace herald::app
