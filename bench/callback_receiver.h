#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "bench/poller.h"

namespace herald::bench {

/// The endpoint of a service that takes every callback at once: answers 200 to whatever it is sent.
class CallbackReceiver final : public Pollable {
public:
    /// `on_callback` is called once for each complete request.
    CallbackReceiver(Poller& poller, std::uint16_t port, std::function<void()> on_callback);
    ~CallbackReceiver() override;

    void on_ready(bool readable, bool writable) override;

private:
    class Connection;

    Poller& poller_;
    std::function<void()> on_callback_;
    int socket_;
    /// Kept until the end, also the closed ones: a round of the poller may still speak of them.
    std::vector<std::unique_ptr<Connection>> connections_;
};

}  // namespace herald::bench
