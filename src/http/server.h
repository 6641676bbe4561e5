#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/loop.h"
#include "base/metrics.h"
#include "http/router.h"

namespace herald::http {

/// The loop of the process: an Asio io_context run by the thread that calls `run`.
class AsioLoop final : public Loop {
public:
    AsioLoop();
    ~AsioLoop() override;
    void post(std::function<void()> work) override;
    void after(Duration delay, std::function<void()> work) override;
    void run();   ///< returns after `stop`
    void stop();  ///< from any thread
    struct Impl;
    Impl& impl() { return *impl_; }

private:
    std::unique_ptr<Impl> impl_;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 6011;         ///< 0: any free port, see `Server::port`
    std::string tls_certificate_file;  ///< PEM chain; with the key file, the server speaks TLS only
    std::string tls_key_file;
    std::size_t header_bytes_max = 32 * 1024;
    std::size_t body_bytes_max = 32 * 1024 * 1024;
    std::size_t connections_max = 4096;
    /// Requests being handled at once; the next is answered 503 with Retry-After.
    std::size_t requests_max = 2048;
    Duration read_timeout = std::chrono::seconds(30);             ///< of one request, from its first byte
    Duration idle_timeout = std::chrono::seconds(75);             ///< of a kept-alive connection
    Duration handle_timeout = std::chrono::milliseconds(29'500);  ///< then 504 (contract public-api §0)
    /// Puts the headers of contract public-api §0.4 on every response.
    bool public_headers = true;
};

/// An HTTP/1.1 server on the loop: keep-alive, pipelining, limits, back-pressure, TLS. Sockets are Asio's, the grammar
/// is http_parser's. Handlers' exceptions become 500 with the body that `on_error` makes.
///
/// Everything but `port` and `requests_in_flight` is to be called on the loop's thread, or while the loop does not run.
/// The loop, the metrics and the router outlive the server; what handlers and `on_error` use outlives the loop's run.
class Server {
public:
    /// Turns what the server itself has to say (400 for what is no HTTP, 404, 405, 408, 413, 431, 500, 503, 504) into a
    /// response, to which the server adds `Allow` or `Retry-After`; the contract has two error bodies, so the
    /// application decides. `pattern` is empty when no route took the request. A request that could not be read to its
    /// end holds what had been read.
    using ErrorBody = std::function<Response(int status, const Request& request, std::string_view pattern)>;
    /// Called for exceptions out of handlers before `on_error`; may translate them (e.g. StoreUnavailable to 503).
    using Translate = std::function<std::optional<Response>(std::exception_ptr, const Request&)>;

    Server(AsioLoop& loop, Metrics& metrics, std::string name, ServerOptions options, const Router& router,
           ErrorBody on_error, Translate translate = {});
    ~Server();

    /// Binds and listens; throws when the address is taken.
    void start();
    std::uint16_t port() const;
    /// Stops accepting; open requests go on and are the last of their connections, idle connections close.
    void stop_accepting();
    /// Requests whose handlers are at work, and answers not yet handed to the operating system. Once it is 0 after
    /// `stop_accepting`, nothing is lost by `close`. From any thread.
    std::size_t requests_in_flight() const;
    /// Ends all connections; handlers under way go on, their answers are dropped.
    void close();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;  ///< shared with the handlers under way
};

}  // namespace herald::http
