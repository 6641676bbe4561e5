#include "http/server.h"

#include <asio/steady_timer.hpp>
#include <atomic>
#include <unordered_map>

#include "base/log.h"
#include "http/connection.h"
#include "http/response_writer.h"
#include "http/route_series.h"
#include "http/trace_ids.h"

namespace herald::http {

namespace {

double seconds_since(SteadyTime start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Time-outs are noticed up to an eighth late.
Duration check_period(const ServerOptions& options) {
    const Duration shortest = std::min({options.read_timeout, options.idle_timeout, options.handle_timeout});
    return std::clamp<Duration>(shortest / 8, std::chrono::milliseconds(2), std::chrono::milliseconds(250));
}

bool has_header(const Response& response, std::string_view name) {
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [name](const Header& header) { return equal_ignoring_case(header.name, name); });
}

/// What an exception says of itself, cut at the first line: a database adds the offending values on the next.
std::string first_line_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        const std::string_view text = error.what();
        return std::string(text.substr(0, text.find('\n')));
    } catch (...) {
        return "an exception that is no std::exception";
    }
}

}  // namespace

struct Server::Impl final : ConnectionOwner, std::enable_shared_from_this<Server::Impl> {
    Impl(AsioLoop& loop, Metrics& metrics, std::string server_name, ServerOptions server_options, const Router& routes,
         ErrorBody error_body, Translate translate_exception)
        : context(loop.impl().context),
          name(std::move(server_name)),
          settings(std::move(server_options)),
          router(routes),
          on_error(std::move(error_body)),
          translate(std::move(translate_exception)),
          series(metrics, name),
          refused_for_load(metrics.counter("herald_http_overload_total",
                                           "Requests refused because too many were under way", {{"server", name}})),
          open_connections(metrics.gauge("herald_http_connections", "Open connections", {{"server", name}})),
          acceptor(context),
          accept_again(context),
          checks(context) {}

    const ServerOptions& options() const override { return settings; }

    void start();
    void accept();
    void on_accepted(const asio::error_code& error, asio::ip::tcp::socket socket);
    void check_times();
    void stop_accepting();
    void close_all();

    void serve(const std::shared_ptr<Exchange>& exchange) override;
    static Task<void> handle(std::shared_ptr<Impl> self, std::shared_ptr<Exchange> exchange);
    Response explain(const std::exception_ptr& failure, const Exchange& exchange) const;
    void refuse(Exchange& exchange, int status) override;
    void answer(Exchange& exchange, const Response& response);
    void on_unsent(int change) override { unsent += change; }
    void on_closed(Connection& connection) override;

    asio::io_context& context;
    const std::string name;
    const ServerOptions settings;
    const Router& router;
    const ErrorBody on_error;
    const Translate translate;
    RouteSeries series;
    Metrics::Counter& refused_for_load;
    Metrics::Gauge& open_connections;
    TraceIds trace_ids;
    std::unique_ptr<TlsContext> tls;

    asio::ip::tcp::acceptor acceptor;
    asio::steady_timer accept_again;
    asio::steady_timer checks;
    std::uint16_t bound_port = 0;
    bool accepting = false;  ///< an accept is under way or due
    std::unordered_map<Connection*, std::shared_ptr<Connection>> connections;
    std::atomic<std::size_t> handling{0};
    std::atomic<int> unsent{0};
};

void Server::Impl::start() {
    if (!settings.tls_certificate_file.empty())
        tls = std::make_unique<TlsContext>(settings.tls_certificate_file, settings.tls_key_file);
    const std::string& address = settings.address == "localhost" ? "127.0.0.1" : settings.address;
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(address), settings.port);
    std::error_code failure;
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint, failure);
    if (!failure) acceptor.listen(asio::socket_base::max_listen_connections, failure);
    // What the operator has to know is which of the listeners it was.
    if (failure) throw std::system_error(failure, "cannot listen on " + address + ":" + std::to_string(settings.port));
    bound_port = acceptor.local_endpoint().port();
    accept();
    check_times();
}

/// A connection beyond `connections_max` waits in the operating system's queue.
void Server::Impl::accept() {
    if (accepting || !acceptor.is_open() || connections.size() >= settings.connections_max) return;
    accepting = true;
    acceptor.async_accept([self = shared_from_this()](const asio::error_code& error, asio::ip::tcp::socket socket) {
        self->accepting = false;
        self->on_accepted(error, std::move(socket));
    });
}

void Server::Impl::on_accepted(const asio::error_code& error, asio::ip::tcp::socket socket) {
    if (!acceptor.is_open()) return;
    if (error) {
        // Most likely no file descriptor is left; trying again at once would spin.
        log::warning("accept_failed", "A connection could not be accepted",
                     {{"server", name}, {"error", error.message()}});
        accepting = true;
        accept_again.expires_after(std::chrono::milliseconds(100));
        accept_again.async_wait([self = shared_from_this()](const asio::error_code&) {
            self->accepting = false;
            self->accept();
        });
        return;
    }
    const auto connection = std::make_shared<Connection>(std::move(socket), tls.get(), *this);
    connections.emplace(connection.get(), connection);
    open_connections.set(static_cast<double>(connections.size()));
    connection->start();
    accept();
}

void Server::Impl::check_times() {
    checks.expires_after(check_period(settings));
    checks.async_wait([self = shared_from_this()](const asio::error_code& cancelled) {
        if (cancelled) return;
        const SteadyTime now = std::chrono::steady_clock::now();
        std::vector<std::shared_ptr<Connection>> open;
        open.reserve(self->connections.size());
        for (const auto& [address, connection] : self->connections) open.push_back(connection);
        for (const auto& connection : open) connection->check_time(now);
        self->check_times();
    });
}

void Server::Impl::stop_accepting() {
    asio::error_code ignored;
    acceptor.close(ignored);
    accept_again.cancel();
    const auto open = connections;
    for (const auto& [address, connection] : open) connection->finish();
}

void Server::Impl::close_all() {
    stop_accepting();
    checks.cancel();
    const auto open = connections;
    for (const auto& [address, connection] : open) connection->close();
}

void Server::Impl::on_closed(Connection& connection) {
    connections.erase(&connection);
    open_connections.set(static_cast<double>(connections.size()));
    accept();
}

void Server::Impl::serve(const std::shared_ptr<Exchange>& exchange) {
    Request& request = exchange->parsed.request;
    trace_ids.assign(request);
    exchange->match = router.match(request.method, exchange->parsed.path);
    if (exchange->match.handler == nullptr) return refuse(*exchange, exchange->match.allow.empty() ? 404 : 405);
    if (handling >= settings.requests_max) {
        refused_for_load.add(1);
        return refuse(*exchange, 503);
    }
    request.params = std::move(exchange->match.params);
    ++handling;
    spawn(handle(shared_from_this(), exchange));
}

Task<void> Server::Impl::handle(std::shared_ptr<Impl> self, std::shared_ptr<Exchange> exchange) {
    std::optional<Response> response;
    std::exception_ptr failure;
    try {
        Task<Response> work = (*exchange->match.handler)(exchange->parsed.request);
        Response made = co_await std::move(work);
        response.emplace(std::move(made));
    } catch (...) {
        failure = std::current_exception();
    }
    --self->handling;
    if (failure) response.emplace(self->explain(failure, *exchange));
    if (exchange->answered) co_return;  // too late: the client has been told 504
    self->answer(*exchange, *response);
    if (const auto connection = exchange->connection.lock()) connection->on_answered();
}

Response Server::Impl::explain(const std::exception_ptr& failure, const Exchange& exchange) const {
    const Request& request = exchange.parsed.request;
    if (translate) {
        std::optional<Response> translated = translate(failure, request);
        if (translated) return std::move(*translated);
    }
    log::error("request_failed", "A request ended in an unexpected error",
               {{"server", name},
                {"route", exchange.match.pattern},
                {"method", to_string(request.method)},
                {"trace_id", request.trace_id},
                {"error", first_line_of(failure)}});
    return on_error(500, request, exchange.match.pattern);
}

void Server::Impl::refuse(Exchange& exchange, int status) {
    Request& request = exchange.parsed.request;
    if (request.trace_id.empty()) trace_ids.assign(request);
    Response response = on_error(status, request, exchange.match.pattern);
    if (status == 405) response.headers.push_back({"Allow", exchange.match.allow});
    if (status == 503 && !has_header(response, "Retry-After")) response.headers.push_back({"Retry-After", "1"});
    if (status == 504) {
        log::warning("request_timed_out", "A request took too long and was answered 504",
                     {{"server", name}, {"route", exchange.match.pattern}, {"trace_id", request.trace_id}});
    }
    answer(exchange, response);
}

void Server::Impl::answer(Exchange& exchange, const Response& response) {
    const Request& request = exchange.parsed.request;
    exchange.answered = true;
    series.count(exchange.match.pattern, request.method, response.status, seconds_since(exchange.started));
    const auto connection = exchange.connection.lock();
    if (!connection) return;
    ResponseStyle style;
    style.public_headers = settings.public_headers;
    style.closes = connection->ends_after(exchange);
    style.keep_alive_1_0 = exchange.parsed.http_1_0;
    exchange.wire_text = write_response(response, request, style);
}

Server::Server(AsioLoop& loop, Metrics& metrics, std::string name, ServerOptions options, const Router& router,
               ErrorBody on_error, Translate translate)
    : impl_(std::make_shared<Impl>(loop, metrics, std::move(name), std::move(options), router, std::move(on_error),
                                   std::move(translate))) {}

Server::~Server() {
    close();
}

void Server::start() {
    impl_->start();
}

std::uint16_t Server::port() const {
    return impl_->bound_port;
}

void Server::stop_accepting() {
    impl_->stop_accepting();
}

std::size_t Server::requests_in_flight() const {
    return impl_->handling + static_cast<std::size_t>(std::max(0, impl_->unsent.load()));
}

void Server::close() {
    impl_->close_all();
}

}  // namespace herald::http
