#include "antivirus/connection.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace herald::antivirus {
namespace {

constexpr std::size_t reply_bytes_max = 1024;

[[noreturn]] void fail(const std::string& what) {
    throw ConnectionError(what + ": " + std::strerror(errno));
}

}  // namespace

Connection::Connection(const ClamdAddress& address, Duration timeout)
    : deadline_(std::chrono::steady_clock::now() + timeout) {
    try {
        if (address.path.empty()) open_tcp(address.host, address.port);
        else open_unix(address.path);
    } catch (...) {
        if (socket_ >= 0) ::close(socket_);
        throw;
    }
}

Connection::~Connection() {
    ::close(socket_);
}

void Connection::open_unix(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) throw ConnectionError("the path of the socket is too long");
    path.copy(address.sun_path, path.size());
    connect(AF_UNIX, &address, sizeof address);
}

void Connection::open_tcp(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int status = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (status != 0) throw ConnectionError("no address of " + host + ": " + ::gai_strerror(status));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, ::freeaddrinfo);
    for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
        try {
            return connect(one->ai_family, one->ai_addr, one->ai_addrlen);
        } catch (const ConnectionError&) {
            if (one->ai_next == nullptr) throw;
        }
    }
}

void Connection::connect(int family, const void* address, unsigned length) {
    if (socket_ >= 0) ::close(socket_);
    socket_ = ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) fail("no socket");
    if (::connect(socket_, static_cast<const sockaddr*>(address), length) == 0) return;
    if (errno != EINPROGRESS) fail("cannot connect");
    wait_for(POLLOUT);
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error == 0) return;
    errno = error;
    fail("cannot connect");
}

void Connection::wait_for(short events) {
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now()).count();
        if (left <= 0) throw ConnectionError("no answer in time");
        pollfd polled{socket_, events, 0};
        const int ready = ::poll(&polled, 1, static_cast<int>(left));
        if (ready > 0) return;
        if (ready < 0 && errno != EINTR) fail("cannot wait");
    }
}

void Connection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        else if (errno == EAGAIN || errno == EWOULDBLOCK) wait_for(POLLOUT);
        else if (errno != EINTR) fail("cannot send");
    }
}

std::string Connection::read_reply() {
    std::string reply;
    for (;;) {
        char buffer[256];
        const auto bytes = ::recv(socket_, buffer, sizeof buffer, 0);
        if (bytes == 0) return reply;
        if (bytes > 0) {
            reply.append(buffer, static_cast<std::size_t>(bytes));
            if (const auto end = reply.find('\0'); end != std::string::npos) return reply.substr(0, end);
            if (reply.size() > reply_bytes_max) throw ConnectionError("an answer without an end");
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            wait_for(POLLIN);
        } else if (errno != EINTR) {
            fail("cannot read");
        }
    }
}

}  // namespace herald::antivirus
