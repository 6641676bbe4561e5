#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <utility>

#include "support/loopback_listener.h"

namespace herald::delivery {

/// A peer that does one thing to whoever talks to it: a server made of plain sockets, so that it can misbehave.
class FaultServer {
public:
    enum class Fault {
        none,     ///< sends `reply` after it has read the request
        silence,  ///< reads the request and never answers
        stall,    ///< sends `reply`, which is not all of it, and then nothing
        reset,    ///< reads the request and breaks the connection
    };

    FaultServer(Fault fault, std::string reply) : fault_(fault), reply_(std::move(reply)) {
        thread_ = std::thread([this] { serve(); });
    }
    ~FaultServer() {
        stopping_ = true;
        thread_.join();
    }
    FaultServer(const FaultServer&) = delete;
    FaultServer& operator=(const FaultServer&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(listener_.port()); }
    int requests() const { return requests_; }

private:
    void serve() {
        while (!stopping_)
            if (const auto peer = listener_.accept_soon()) talk(*peer);
    }
    void talk(int peer) {
        std::string seen;
        char bytes[4096];
        while (!stopping_ && !is_complete(seen)) {
            pollfd readable{peer, POLLIN, 0};
            if (poll(&readable, 1, 20) != 1) continue;
            const ssize_t count = read(peer, bytes, sizeof bytes);
            if (count <= 0) break;
            seen.append(bytes, static_cast<std::size_t>(count));
        }
        ++requests_;
        if (fault_ == Fault::none || fault_ == Fault::stall)
            (void)!send(peer, reply_.data(), reply_.size(), MSG_NOSIGNAL);
        if (fault_ == Fault::silence || fault_ == Fault::stall) wait_for_hang_up(peer);
        const linger at_once{1, 0};
        if (fault_ == Fault::reset) setsockopt(peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        close(peer);
    }
    void wait_for_hang_up(int peer) const {
        pollfd readable{peer, POLLIN, 0};
        while (!stopping_ && poll(&readable, 1, 20) != 1) {
        }
    }
    /// Headers, and as much body as Content-Length says.
    static bool is_complete(const std::string& seen) {
        const auto end = seen.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const auto length = seen.find("Content-Length: ");
        return length == std::string::npos || seen.size() >= end + 4 + std::stoul(seen.substr(length + 16));
    }

    const Fault fault_;
    const std::string reply_;
    test::LoopbackListener listener_;
    std::atomic<bool> stopping_ = false;
    std::atomic<int> requests_ = 0;
    std::thread thread_;
};

}  // namespace herald::delivery
