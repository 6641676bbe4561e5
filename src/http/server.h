#pragma once

#include <cstdint>
#include <functional>
#include <memory>
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
    std::uint16_t port = 6011;  ///< 0: any free port, see `Server::port`
    std::string tls_certificate_file;  ///< PEM chain; with the key file, the server speaks TLS only
    std::string tls_key_file;
    std::size_t header_bytes_max = 32 * 1024;
    std::size_t body_bytes_max = 32 * 1024 * 1024;
    std::size_t connections_max = 4096;
    /// Requests being handled at once; the next is answered 503 with Retry-After.
    std::size_t requests_max = 2048;
    Duration read_timeout = std::chrono::seconds(30);    ///< of one request, from its first byte
    Duration idle_timeout = std::chrono::seconds(75);    ///< of a kept-alive connection
    Duration handle_timeout = std::chrono::milliseconds(29'500);  ///< then 504 (contract public-api §0)
    /// Puts the headers of contract public-api §0.4 on every response.
    bool public_headers = true;
};

/// An HTTP/1.1 server (RESTinio) on the loop: keep-alive, pipelining, limits, back-pressure.
/// Handlers' exceptions become 500 with the body that `on_error` makes.
class Server {
public:
    /// Turns what the server itself has to say (404, 405, 413, 500, 503, 504) into a response; the contract has two
    /// error bodies, so the application decides. `pattern` is empty when no route matched.
    using ErrorBody = std::function<Response(int status, const Request& request, std::string_view pattern)>;
    /// Called for exceptions out of handlers before `on_error`; may translate them (e.g. StoreUnavailable to 503).
    using Translate = std::function<std::optional<Response>(std::exception_ptr, const Request&)>;

    Server(AsioLoop& loop, Metrics& metrics, std::string name, ServerOptions options, const Router& router,
           ErrorBody on_error, Translate translate = {});
    ~Server();

    /// Binds and listens; throws when the address is taken.
    void start();
    std::uint16_t port() const;
    /// Stops accepting; open requests go on, idle connections close. `drained` tells when the last has been answered.
    void stop_accepting();
    std::size_t requests_in_flight() const;
    void close();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace herald::http
