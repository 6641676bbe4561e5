#include "bench/client_connection.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

namespace herald::bench {

std::size_t content_length(std::string_view headers) {
    constexpr std::string_view name = "content-length:";
    for (std::size_t line = headers.find("\r\n"); line != std::string_view::npos;
         line = headers.find("\r\n", line + 2)) {
        auto rest = headers.substr(line + 2);
        if (rest.size() < name.size() || strncasecmp(rest.data(), name.data(), name.size()) != 0) continue;
        rest.remove_prefix(name.size());
        while (rest.starts_with(' ')) rest.remove_prefix(1);
        std::size_t length = 0;
        std::from_chars(rest.data(), rest.data() + rest.size(), length);
        return length;
    }
    return 0;
}

ClientConnection::ClientConnection(Poller& poller, std::uint16_t port, OnAnswer on_answer)
    : poller_(poller), port_(port), on_answer_(std::move(on_answer)) {
    connect_again();
}

ClientConnection::~ClientConnection() {
    if (socket_ >= 0) close(socket_);
}

void ClientConnection::connect_again() {
    if (socket_ >= 0) close(socket_);
    incoming_.clear();
    wants_write_ = false;
    socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // Blocking until connected: on loopback that takes no time, and a server that is gone ends the measurement.
    if (socket_ < 0 || connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::system_error(errno, std::generic_category(), "cannot connect to 127.0.0.1:" + std::to_string(port_));
    }
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    poller_.add(socket_, *this);
}

void ClientConnection::send(std::string_view request) {
    busy_ = true;
    outgoing_.assign(request);
    sent_ = 0;
    flush();
}

void ClientConnection::flush() {
    const ssize_t count =
        ::send(socket_, outgoing_.data() + sent_, outgoing_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno != EAGAIN) return;  // The broken connection shows when it is read.
    if (count > 0) sent_ += static_cast<std::size_t>(count);
    const bool unsent = sent_ < outgoing_.size();
    if (unsent == wants_write_) return;
    wants_write_ = unsent;
    poller_.want_write(socket_, *this, unsent);
}

void ClientConnection::on_ready(bool readable, bool writable) {
    if (writable) flush();
    if (readable) receive();
}

void ClientConnection::receive() {
    std::array<char, 64 * 1024> buffer;
    const ssize_t count = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count > 0) {
        incoming_.append(buffer.data(), static_cast<std::size_t>(count));
        parse();
    } else if (count == 0 || errno != EAGAIN) {
        broken();
    }
}

void ClientConnection::parse() {
    const std::string_view all = incoming_;
    const auto end = all.find("\r\n\r\n");
    if (end == std::string_view::npos || all.size() < 12) return;
    const auto length = content_length(all.substr(0, end + 2));
    if (all.size() < end + 4 + length) return;
    int status = 0;
    std::from_chars(all.data() + 9, all.data() + 12, status);
    const std::string answer = std::exchange(incoming_, {});
    finish(status, std::string_view(answer).substr(end + 4, length));
}

void ClientConnection::finish(int status, std::string_view body) {
    busy_ = false;
    on_answer_(*this, status, body);
}

void ClientConnection::broken() {
    connect_again();
    if (busy_) finish(0, {});
}

}  // namespace herald::bench
