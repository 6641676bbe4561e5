#include "bench/callback_receiver.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

#include "bench/client_connection.h"

namespace herald::bench {

class CallbackReceiver::Connection final : public Pollable {
public:
    Connection(int socket, const std::function<void()>& on_callback) : socket_(socket), on_callback_(on_callback) {}
    ~Connection() override { close_socket(); }

    void on_ready(bool readable, bool) override {
        if (!readable || socket_ < 0) return;
        std::array<char, 64 * 1024> buffer;
        const ssize_t count = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count > 0) {
            incoming_.append(buffer.data(), static_cast<std::size_t>(count));
            answer_all();
        } else if (count == 0 || errno != EAGAIN) {
            close_socket();
        }
    }

private:
    void answer_all() {
        constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        while (true) {
            const std::string_view all = incoming_;
            const auto end = all.find("\r\n\r\n");
            if (end == std::string_view::npos) return;
            const auto whole = end + 4 + content_length(all.substr(0, end + 2));
            if (all.size() < whole) return;
            incoming_.erase(0, whole);
            // Small and rare enough to fit the socket's buffer; a peer that does not read loses its answer.
            if (::send(socket_, answer.data(), answer.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return close_socket();
            on_callback_();
        }
    }

    void close_socket() {
        if (socket_ >= 0) close(socket_);
        socket_ = -1;
    }

    int socket_;
    const std::function<void()>& on_callback_;
    std::string incoming_;
};

CallbackReceiver::CallbackReceiver(Poller& poller, std::uint16_t port, std::function<void()> on_callback)
    : poller_(poller), on_callback_(std::move(on_callback)), socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int on = 1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(socket_, 1024) != 0) {
        throw std::system_error(errno, std::generic_category(), "cannot listen on 127.0.0.1:" + std::to_string(port));
    }
    poller_.add(socket_, *this);
}

CallbackReceiver::~CallbackReceiver() {
    close(socket_);
}

void CallbackReceiver::on_ready(bool readable, bool) {
    if (!readable) return;
    const int accepted = accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (accepted < 0) return;
    const int on = 1;
    setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connections_.push_back(std::make_unique<Connection>(accepted, on_callback_));
    poller_.add(accepted, *connections_.back());
}

}  // namespace herald::bench
