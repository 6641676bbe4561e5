#pragma once

#include <cstdint>
#include <memory>

#include "base/settings.h"
#include "http/server.h"

namespace herald::app {

/// A whole Herald: the rooms put together as the settings' roles say. Two of them fit into one process.
class HeraldServer {
public:
    explicit HeraldServer(Settings settings);
    ~HeraldServer();

    /// Opens the store, frees what a dead predecessor left, binds, starts the stages. Blocking. Throws what keeps it
    /// from starting, in words for people.
    void start();
    /// Runs until `stop` has done its work.
    void run();
    /// Stops gracefully: takes no more, finishes what is under way, frees what it claimed; `run` then returns, at the
    /// latest after `shutdown-seconds`. From any thread.
    void stop();

    /// Where it listens, once started; port 0 without the role `api`.
    std::uint16_t port() const;
    std::uint16_t metrics_port() const;
    std::uint16_t sandbox_port() const;
    /// Everything that the API answers to, once started.
    const http::Router& routes() const;
    http::AsioLoop& loop();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace herald::app
