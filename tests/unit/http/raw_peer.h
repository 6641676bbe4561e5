#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/loopback_listener.h"

namespace herald::http::testing {

/// One accepted connection of a RawPeer, which ends with this object.
class RawConnection {
public:
    explicit RawConnection(int socket) : socket_(socket) {}
    RawConnection(RawConnection&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
    RawConnection& operator=(RawConnection&&) = delete;
    ~RawConnection() {
        if (socket_ >= 0) shutdown(socket_, SHUT_RDWR);
    }

    void send(std::string_view text) const { (void)!::send(socket_, text.data(), text.size(), MSG_NOSIGNAL); }
    /// Up to and with `end`; what came before the client closed when it does.
    std::string read_to(std::string_view end) {
        std::size_t at = 0;
        while ((at = buffer_.find(end)) == std::string::npos) {
            char block[4096];
            const ssize_t count = recv(socket_, block, sizeof block, 0);
            if (count <= 0) return std::exchange(buffer_, {});
            buffer_.append(block, static_cast<std::size_t>(count));
        }
        const std::string text = buffer_.substr(0, at + end.size());
        buffer_.erase(0, at + end.size());
        return text;
    }
    /// Returns when the client has closed.
    void wait_for_end() {
        char block[4096];
        while (recv(socket_, block, sizeof block, 0) > 0) {
        }
    }

private:
    int socket_;
    std::string buffer_;
};

/// A peer on loopback that does what its script says, in a thread of its own.
class RawPeer {
public:
    explicit RawPeer(std::function<void(RawPeer&)> script) {
        thread_ = std::thread([this, script = std::move(script)] { script(*this); });
    }
    ~RawPeer() {
        end_all();  // a script that waits for the client, which may keep its connection, gives up
        thread_.join();
        for (const int socket : sockets_) ::close(socket);
    }
    RawConnection accept() {
        const int socket = listener_.accept();
        std::scoped_lock lock(mutex_);
        if (socket < 0) return RawConnection(-1);
        sockets_.push_back(socket);
        if (ending_) shutdown(socket, SHUT_RDWR);
        return RawConnection(socket);
    }
    std::string url(const std::string& scheme = "http") const {
        return scheme + "://127.0.0.1:" + std::to_string(port()) + "/path?secret=1";
    }

    std::uint16_t port() const { return listener_.port(); }

    std::atomic<int> requests{0};  ///< for scripts to count in

private:
    void end_all() {
        std::scoped_lock lock(mutex_);
        ending_ = true;
        listener_.end();
        for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
    }

    test::LoopbackListener listener_;
    std::mutex mutex_;
    std::vector<int> sockets_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace herald::http::testing
