#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

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
    explicit RawPeer(std::function<void(RawPeer&)> script) : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        listen(listener_, 100);
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        thread_ = std::thread([this, script = std::move(script)] { script(*this); });
    }
    ~RawPeer() {
        end_all();  // a script that waits for the client, which may keep its connection, gives up
        thread_.join();
        for (const int socket : sockets_) ::close(socket);
        ::close(listener_);
    }
    RawConnection accept() {
        const int socket = ::accept(listener_, nullptr, nullptr);
        std::scoped_lock lock(mutex_);
        if (socket < 0) return RawConnection(-1);
        sockets_.push_back(socket);
        if (ending_) shutdown(socket, SHUT_RDWR);
        return RawConnection(socket);
    }
    std::string url(const std::string& scheme = "http") const {
        return scheme + "://127.0.0.1:" + std::to_string(port) + "/path?secret=1";
    }

    std::uint16_t port = 0;
    std::atomic<int> requests{0};  ///< for scripts to count in

private:
    void end_all() {
        std::scoped_lock lock(mutex_);
        ending_ = true;
        shutdown(listener_, SHUT_RDWR);
        for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
    }

    int listener_;
    std::mutex mutex_;
    std::vector<int> sockets_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace herald::http::testing
