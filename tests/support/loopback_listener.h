#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <optional>
#include <system_error>

namespace herald::test {

/// A plain socket that listens on a free port of loopback, for peers that misbehave.
class LoopbackListener {
public:
    LoopbackListener() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        constexpr int waiting_max = 100;
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (bind(socket_, any, size) != 0 || listen(socket_, waiting_max) != 0 || getsockname(socket_, any, &size) != 0)
            throw std::system_error(errno, std::generic_category(), "a socket on loopback");
        port_ = ntohs(address.sin_port);
    }
    ~LoopbackListener() { close(socket_); }
    LoopbackListener(const LoopbackListener&) = delete;
    LoopbackListener& operator=(const LoopbackListener&) = delete;

    std::uint16_t port() const { return port_; }
    /// The next connection; below zero after `end`.
    int accept() const { return ::accept(socket_, nullptr, nullptr); }
    /// The next connection, if one comes soon.
    std::optional<int> accept_soon() const {
        constexpr int patience_ms = 20;
        pollfd waiting{socket_, POLLIN, 0};
        return poll(&waiting, 1, patience_ms) == 1 ? std::optional(accept()) : std::nullopt;
    }
    /// Wakes who waits in `accept`.
    void end() const { shutdown(socket_, SHUT_RDWR); }

private:
    int socket_;
    std::uint16_t port_ = 0;
};

}  // namespace herald::test
