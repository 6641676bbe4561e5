#include "http/stream.h"

#include <array>
#include <asio/connect.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>

#include "http/asio_loop.h"

#include <asio/ip/tcp.hpp>

namespace herald::http {
namespace {

using asio::ip::tcp;

class TcpStream final : public Stream, public std::enable_shared_from_this<TcpStream> {
public:
    explicit TcpStream(tcp::socket socket) : socket_(std::move(socket)) {
        asio::error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
        socket_.non_blocking(true, ignored);
    }

    void start(User& user) override {
        user_ = &user;
        read();
    }

    void write(std::string_view bytes) override {
        if (closed_) return;
        output_ += bytes;
        if (std::exchange(flush_planned_, true)) return;
        asio::post(socket_.get_executor(), [self = shared_from_this()] {
            self->flush_planned_ = false;
            self->flush();
        });
    }

    std::size_t unsent() const override { return output_.size() + sending_.size(); }

    void close() override {
        user_ = nullptr;
        if (closed_) return;
        if (sending_.empty() && !output_.empty()) {
            asio::error_code ignored;
            socket_.write_some(asio::buffer(output_), ignored);
        }
        end();
    }

private:
    void read() {
        socket_.async_read_some(asio::buffer(input_),
                                [self = shared_from_this()](const asio::error_code& error, std::size_t count) {
                                    self->on_read(error, count);
                                });
    }

    void on_read(const asio::error_code& error, std::size_t count) {
        if (closed_) return;
        if (error) return lose();
        user_->on_bytes({input_.data(), count});
        if (!closed_) read();
    }

    void flush() {
        if (closed_ || !sending_.empty() || output_.empty()) return;
        sending_.swap(output_);
        asio::async_write(socket_, asio::buffer(sending_),
                          [self = shared_from_this()](const asio::error_code& error, std::size_t) {
                              self->sending_.clear();
                              if (self->closed_) return;
                              if (error) self->lose();
                              else self->flush();
                          });
    }

    void lose() {
        end();
        if (User* user = std::exchange(user_, nullptr)) user->on_end();
    }

    void end() {
        closed_ = true;
        output_.clear();
        asio::error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_both, ignored);
        socket_.close(ignored);
    }

    tcp::socket socket_;
    User* user_ = nullptr;
    std::array<char, 16 * 1024> input_{};
    std::string output_;   ///< to be sent next
    std::string sending_;  ///< belongs to the operation under way
    bool flush_planned_ = false;
    bool closed_ = false;
};

/// One attempt to connect: resolver, socket and timer, of which the first to end decides.
struct Attempt : std::enable_shared_from_this<Attempt> {
    Attempt(AsioLoop& loop)
        : resolver(loop.impl().context), socket(loop.impl().context), timer(loop.impl().context), done(loop) {}

    void start(const std::string& host, std::uint16_t port, Duration timeout) {
        timer.expires_after(timeout);
        timer.async_wait([self = shared_from_this()](const asio::error_code& cancelled) {
            if (!cancelled) self->finish({nullptr, "no connection in time"});
        });
        resolver.async_resolve(host, std::to_string(port),
                               [self = shared_from_this()](const asio::error_code& error, const auto& found) {
                                   if (error) return self->finish({nullptr, error.message()});
                                   if (!self->ended) self->open(found);
                               });
    }

    void open(const tcp::resolver::results_type& found) {
        asio::async_connect(socket, found, [self = shared_from_this()](const asio::error_code& error, const auto&) {
            if (error) return self->finish({nullptr, error.message()});
            if (!self->ended) self->finish({std::make_shared<TcpStream>(std::move(self->socket)), {}});
        });
    }

    void finish(Connected result) {
        if (std::exchange(ended, true)) return;
        timer.cancel();
        resolver.cancel();
        asio::error_code ignored;
        if (!result.stream) socket.close(ignored);
        done.set(std::move(result));
    }

    tcp::resolver resolver;
    tcp::socket socket;
    asio::steady_timer timer;
    Promise<Connected> done;
    bool ended = false;
};

}  // namespace

Task<Connected> connect(AsioLoop& loop, std::string host, std::uint16_t port, Duration timeout) {
    const auto attempt = std::make_shared<Attempt>(loop);
    attempt->start(host, port, timeout);
    Connected connected = co_await attempt->done.wait();
    co_return connected;
}

struct Listener::Impl : std::enable_shared_from_this<Listener::Impl> {
    Impl(AsioLoop& loop, OnAccept f)
        : acceptor(loop.impl().context), pause(loop.impl().context), on_accept(std::move(f)) {}

    void accept() {
        acceptor.async_accept([self = shared_from_this()](const asio::error_code& error, tcp::socket socket) {
            if (!self->acceptor.is_open()) return;
            if (!error) self->on_accept(std::make_shared<TcpStream>(std::move(socket)));
            if (!error) return self->accept();
            // Out of file descriptors, for example: it will not be better at once.
            self->pause.expires_after(std::chrono::milliseconds(100));
            self->pause.async_wait([self](const asio::error_code& cancelled) {
                if (!cancelled && self->acceptor.is_open()) self->accept();
            });
        });
    }

    tcp::acceptor acceptor;
    asio::steady_timer pause;
    OnAccept on_accept;
};

Listener::Listener(AsioLoop& loop, const std::string& address, std::uint16_t port, OnAccept on_accept)
    : impl_(std::make_shared<Impl>(loop, std::move(on_accept))) {
    const tcp::endpoint endpoint(asio::ip::make_address(address), port);
    impl_->acceptor.open(endpoint.protocol());
    impl_->acceptor.set_option(tcp::acceptor::reuse_address(true));
    impl_->acceptor.bind(endpoint);
    impl_->acceptor.listen();
    impl_->accept();
}

Listener::~Listener() {
    close();
}

std::uint16_t Listener::port() const {
    return impl_->acceptor.local_endpoint().port();
}

void Listener::close() {
    asio::error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->pause.cancel();
}

}  // namespace herald::http
