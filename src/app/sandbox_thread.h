#pragma once

#include <memory>
#include <string>
#include <thread>

#include "base/settings.h"
#include "sandbox/sandbox.h"

namespace herald::app {

/// The providers' emulators on a loop and a thread of their own, as if they were other people's servers.
class SandboxThread {
public:
    /// Listens when the constructor returns; throws when the address is taken. `metrics` outlives it.
    SandboxThread(const Settings& settings, Metrics& metrics, const std::string& receipts_base_url);
    ~SandboxThread();

    std::uint16_t port() const { return sandbox_->port(); }

private:
    SystemClock clock_;
    RandomIdSource ids_;
    http::AsioLoop loop_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<sandbox::Sandbox> sandbox_;
    std::thread thread_;
};

}  // namespace herald::app
