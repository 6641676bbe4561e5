#pragma once
// Heavy: includes Asio. For this room only.

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "http/asio_loop.h"
#include "http/exchange.h"
#include "http/tls.h"

#include <asio/ip/tcp.hpp>

namespace herald::http {

/// What a connection needs of its server. All on the loop's thread.
class ConnectionOwner {
public:
    virtual ~ConnectionOwner() = default;
    /// A whole request. It is answered by filling in the exchange and calling `Connection::on_answered`, at once or
    /// later.
    virtual void serve(const std::shared_ptr<Exchange>& exchange) = 0;
    /// Answers for the server itself; `on_answered` is not called.
    virtual void refuse(Exchange& exchange, int status) = 0;
    /// Answers that the socket did not take at once: +1 when a connection has some, -1 when it no longer does.
    virtual void on_unsent(int change) = 0;
    virtual void on_closed(Connection& connection) = 0;
    virtual const ServerOptions& options() const = 0;
};

/// One client's connection: bytes in, requests out; answers in, bytes out, in the order of the requests. Ends itself
/// when a limit or a time-out is broken. Lives as long as it is open or an operation of its is under way.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    /// `tls` is null on a server without. The owner may be gone after `close`.
    Connection(asio::ip::tcp::socket socket, const TlsContext* tls, ConnectionOwner& owner);

    void start();
    /// Some exchange of this connection has been answered.
    void on_answered();
    /// Takes no further request: an idle connection ends now, another when what it has begun is answered.
    void finish();
    void close();
    /// Ends what has taken too long. Called every now and then.
    void check_time(SteadyTime now);

    /// The answer to this request is the last that the client will get here.
    bool ends_after(const Exchange& exchange) const {
        return finishing_ && !pipeline_.empty() && pipeline_.back().get() == &exchange;
    }
    bool has_unsent_answers() const { return !output_.empty() || !sending_.empty(); }

private:
    bool takes_requests() const;
    void read();
    void on_read(const asio::error_code& error, std::size_t count);
    void on_input_end();
    void consume(std::string_view bytes);
    void on_request();
    void refuse_unfinished(int status);
    std::shared_ptr<Exchange> next_exchange();
    void collect_answers();
    void put(std::string_view plain);
    void send_output();
    void on_sent(const asio::error_code& error);
    void go_on();
    void linger();

    asio::ip::tcp::socket socket_;
    ConnectionOwner* owner_;
    RequestParser parser_;
    std::optional<TlsFilter> tls_;
    const std::string remote_address_;

    std::string input_;                               ///< where the socket's bytes arrive
    std::string unparsed_;                            ///< what came while no further request could be taken
    std::deque<std::shared_ptr<Exchange>> pipeline_;  ///< requests without a sent answer, oldest first
    std::string output_;                              ///< bytes to be sent next
    std::string sending_;                             ///< bytes that the socket did not take at once

    bool closed_ = false;
    bool reading_ = false;
    bool consuming_ = false;               ///< answers given meanwhile are sent together afterwards
    bool input_ended_ = false;             ///< the client will say no more
    bool finishing_ = false;               ///< no further request is taken
    bool finishes_after_request_ = false;  ///< the request being read is the last
    bool lingering_ = false;               ///< all is said; waiting for the client to see it
    SteadyTime quiet_since_;               ///< last time at which something came or went
    SteadyTime request_since_;             ///< first byte of the request being read
};

}  // namespace herald::http
