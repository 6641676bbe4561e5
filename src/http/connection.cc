#include "http/connection.h"

#include <asio/buffer.hpp>
#include <asio/write.hpp>

namespace herald::http {

namespace {

/// A request rarely needs more; a body is read in larger pieces.
constexpr std::size_t read_bytes = 4 * 1024;
constexpr std::size_t read_body_bytes = 64 * 1024;
/// Requests of one connection that may wait for their answers; the next stays in the socket.
constexpr std::size_t pipelined_max = 16;
/// A client that does not read its answers gets no further request taken.
constexpr std::size_t unsent_bytes_max = 256 * 1024;
/// How long a client has to take in the last answer before the connection is torn down.
constexpr auto linger_time = std::chrono::seconds(1);

SteadyTime steady_now() {
    return std::chrono::steady_clock::now();
}

std::string address_of(const asio::ip::tcp::socket& socket) {
    asio::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    return error ? std::string() : endpoint.address().to_string();
}

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, const TlsContext* tls, ConnectionOwner& owner)
    : socket_(std::move(socket)),
      owner_(&owner),
      parser_(owner.options().header_bytes_max, owner.options().body_bytes_max),
      remote_address_(address_of(socket_)),
      quiet_since_(steady_now()) {
    if (tls != nullptr) tls_.emplace(*tls);
}

void Connection::start() {
    asio::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    read();
}

bool Connection::takes_requests() const {
    return !closed_ && !finishing_ && !lingering_ && pipeline_.size() < pipelined_max &&
           output_.size() + sending_.size() < unsent_bytes_max;
}

void Connection::read() {
    if (reading_ || closed_ || input_ended_) return;
    if (!lingering_ && !unparsed_.empty()) return;
    const std::size_t wanted = parser_.reads_body() ? read_body_bytes : read_bytes;
    if (input_.size() != wanted) input_ = std::string(wanted, '\0');
    reading_ = true;
    socket_.async_read_some(
        asio::buffer(input_),
        [self = shared_from_this()](const asio::error_code& error, std::size_t count) { self->on_read(error, count); });
}

void Connection::on_read(const asio::error_code& error, std::size_t count) {
    reading_ = false;
    if (closed_) return;
    if (error) return error == asio::error::eof ? on_input_end() : close();
    if (lingering_) return read();
    const std::string_view bytes(input_.data(), count);
    if (!tls_) return consume(bytes);
    std::string plain;
    const bool more_to_come = tls_->receive(bytes, plain, output_);
    consume(plain);
    if (!more_to_come && !closed_) on_input_end();
}

/// A client may close its half and still wait for answers.
void Connection::on_input_end() {
    input_ended_ = true;
    if (lingering_ || (pipeline_.empty() && !has_unsent_answers())) return close();
    finishing_ = true;
}

void Connection::consume(std::string_view bytes) {
    consuming_ = true;
    if (!bytes.empty()) quiet_since_ = steady_now();
    do {
        while (!bytes.empty() && takes_requests()) {
            if (!parser_.under_way()) request_since_ = quiet_since_;
            bytes.remove_prefix(parser_.feed(bytes));
            if (parser_.state() == RequestParser::State::complete) {
                on_request();
            } else if (parser_.state() == RequestParser::State::failed) {
                refuse_unfinished(parser_.failure_status());
            } else if (parser_.take_expectation() && pipeline_.empty()) {
                put("HTTP/1.1 100 Continue\r\n\r\n");
            }
        }
        collect_answers();
        send_output();
    } while (!bytes.empty() && takes_requests());
    consuming_ = false;
    if (closed_) return;
    if (!finishing_) unparsed_.assign(bytes);
    go_on();
}

std::shared_ptr<Exchange> Connection::next_exchange() {
    auto exchange = std::make_shared<Exchange>();
    exchange->parsed = parser_.take();
    exchange->parsed.request.remote_address = remote_address_;
    exchange->parsed.request.over_tls = tls_.has_value();
    exchange->started = quiet_since_;
    exchange->connection = weak_from_this();
    pipeline_.push_back(exchange);
    return exchange;
}

void Connection::on_request() {
    const auto exchange = next_exchange();
    if (!exchange->parsed.keep_alive || finishes_after_request_) finishing_ = true;
    owner_->serve(exchange);
}

/// What follows in the stream cannot be understood, so this is the last answer.
void Connection::refuse_unfinished(int status) {
    const auto exchange = next_exchange();
    finishing_ = true;
    owner_->refuse(*exchange, status);
}

void Connection::on_answered() {
    if (closed_ || consuming_) return;
    collect_answers();
    send_output();
    if (!closed_) go_on();
}

void Connection::collect_answers() {
    while (!pipeline_.empty() && pipeline_.front()->answered) {
        put(pipeline_.front()->wire_text);
        pipeline_.pop_front();
    }
}

void Connection::put(std::string_view plain) {
    if (tls_) {
        tls_->send(plain, output_);
    } else {
        output_ += plain;
    }
}

void Connection::send_output() {
    if (closed_ || output_.empty() || !sending_.empty()) return;
    asio::error_code error;
    const std::size_t count = socket_.write_some(asio::buffer(output_), error);
    if (error && error != asio::error::would_block) return close();
    quiet_since_ = steady_now();
    if (count == output_.size()) {
        output_.clear();
        if (output_.capacity() > unsent_bytes_max) output_.shrink_to_fit();
        return;
    }
    // The socket's buffer is full. The rest goes when there is room, and what is answered meanwhile goes after it.
    sending_.assign(output_, count);
    output_.clear();
    owner_->on_unsent(+1);
    asio::async_write(
        socket_, asio::buffer(sending_),
        [self = shared_from_this()](const asio::error_code& failed, std::size_t) { self->on_sent(failed); });
}

void Connection::on_sent(const asio::error_code& error) {
    if (closed_) return;
    if (error) return close();
    owner_->on_unsent(-1);
    quiet_since_ = steady_now();
    sending_.clear();
    sending_.shrink_to_fit();
    send_output();
    if (!closed_) go_on();
}

/// After something has been read, answered or sent: what next?
void Connection::go_on() {
    if (finishing_ && pipeline_.empty() && !has_unsent_answers()) return linger();
    if (unparsed_.empty() || !takes_requests()) return read();
    const std::string bytes = std::exchange(unparsed_, {});
    consume(bytes);
}

/// Closing a socket with unread input resets it, and the client may lose the answer. So the client is told that there
/// is no more, and gets a moment to go.
void Connection::linger() {
    if (lingering_) return;
    if (input_ended_) return close();
    asio::error_code ignored;
    if (tls_) {
        tls_->end(output_);
        socket_.write_some(asio::buffer(output_), ignored);
        output_.clear();
    }
    lingering_ = true;
    quiet_since_ = steady_now();
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    read();
}

void Connection::finish() {
    if (closed_ || finishing_) return;
    if (parser_.under_way() || !unparsed_.empty()) {
        finishes_after_request_ = true;
        return;
    }
    if (pipeline_.empty() && !has_unsent_answers()) return close();
    finishing_ = true;
}

void Connection::close() {
    if (std::exchange(closed_, true)) return;
    asio::error_code ignored;
    socket_.close(ignored);
    pipeline_.clear();
    if (!sending_.empty()) owner_->on_unsent(-1);
    std::exchange(owner_, nullptr)->on_closed(*this);
}

void Connection::check_time(SteadyTime now) {
    const ServerOptions& options = owner_->options();
    const auto self = shared_from_this();
    if (lingering_) {
        if (now - quiet_since_ > linger_time) close();
        return;
    }
    if (!sending_.empty() && now - quiet_since_ > options.read_timeout) return close();
    bool late = false;
    for (const auto& exchange : pipeline_) {
        if (exchange->answered || now - exchange->started <= options.handle_timeout) continue;
        owner_->refuse(*exchange, 504);
        late = true;
    }
    if (late) return on_answered();
    if (parser_.under_way() && takes_requests() && now - request_since_ > options.read_timeout) {
        refuse_unfinished(408);
        return on_answered();
    }
    const bool shaking_hands = tls_ && !tls_->is_established();
    const Duration quiet_max = shaking_hands ? options.read_timeout : options.idle_timeout;
    if (pipeline_.empty() && !has_unsent_answers() && !parser_.under_way() && now - quiet_since_ > quiet_max) close();
}

}  // namespace herald::http
