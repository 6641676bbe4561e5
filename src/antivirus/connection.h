#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

#include "antivirus/clamd.h"

namespace herald::antivirus {

/// The daemon could not be talked to.
class ConnectionError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A blocking socket with a deadline. Throws ConnectionError.
class Connection {
public:
    Connection(const ClamdAddress& address, Duration timeout);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void send(std::string_view bytes);
    /// What the peer sends until it ends the connection or sends a NUL, which is left out; at most 1 kB.
    std::string read_reply();

private:
    void open_unix(const std::string& path);
    void open_tcp(const std::string& host, std::uint16_t port);
    void connect(int family, const void* address, unsigned length);
    /// Waits until the socket can be written to or read from.
    void wait_for(short events);

    int socket_ = -1;
    std::chrono::steady_clock::time_point deadline_;
};

}  // namespace herald::antivirus
