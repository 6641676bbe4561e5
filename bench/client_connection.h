#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "bench/poller.h"

namespace herald::bench {

/// One kept-alive HTTP connection with at most one request under way. Connects again when the peer closes.
class ClientConnection final : public Pollable {
public:
    /// Status 0: the connection broke. The body is valid during the call only.
    using OnAnswer = std::function<void(ClientConnection&, int status, std::string_view body)>;

    ClientConnection(Poller& poller, std::uint16_t port, OnAnswer on_answer);
    ~ClientConnection() override;

    /// Only when the last answer has come.
    void send(std::string_view request);
    void on_ready(bool readable, bool writable) override;

    /// When the request under way was due; for its sender's use.
    std::int64_t due_micros = 0;
    /// Which of the servers it speaks to.
    std::uint16_t port() const { return port_; }

private:
    void connect_again();
    void flush();
    void receive();
    void parse();
    void finish(int status, std::string_view body);
    void broken();

    Poller& poller_;
    std::uint16_t port_;
    OnAnswer on_answer_;
    int socket_ = -1;
    bool busy_ = false;
    bool wants_write_ = false;
    std::string outgoing_;
    std::size_t sent_ = 0;
    std::string incoming_;
};

/// The number in a `Content-Length` header of these headers; nothing is 0.
std::size_t content_length(std::string_view headers);

}  // namespace herald::bench
