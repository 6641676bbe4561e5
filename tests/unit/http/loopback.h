#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <functional>
#include <future>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

#include "http/server.h"

namespace herald::http::testing {

/// A loop with its thread. What uses the loop is closed by `on_loop` before this is destroyed.
class LoopThread {
public:
    LoopThread() : thread_([this] { loop.run(); }) {}
    ~LoopThread() {
        loop.stop();
        thread_.join();
    }
    /// Runs `work` on the loop's thread and waits for it.
    template <class Work>
    auto on_loop(Work work) {
        std::packaged_task<decltype(work())()> task(std::move(work));
        auto result = task.get_future();
        loop.post([&task] { task(); });
        return result.get();
    }
    /// Starts the task on the loop and waits for its end.
    template <class T>
    T await(std::function<Task<T>()> make) {
        std::promise<T> promise;
        auto result = promise.get_future();
        loop.post([&] { spawn(deliver<T>(make, promise)); });
        return result.get();
    }

    AsioLoop loop;

private:
    template <class T>
    static Task<void> deliver(const std::function<Task<T>()>& make, std::promise<T>& promise) {
        Task<T> task = make();
        T value = co_await std::move(task);
        promise.set_value(std::move(value));
    }

    std::thread thread_;
};

struct RawResponse {
    int status = 0;
    std::string head;
    std::string body;

    std::string header(const std::string& name) const {
        const std::string key = "\r\n" + name + ": ";
        const std::size_t at = head.find(key);
        if (at == std::string::npos) return "";
        const std::size_t from = at + key.size();
        return head.substr(from, head.find("\r\n", from) - from);
    }
};

/// A client's socket, blocking, that speaks as badly as the test wants it to. Reads give up after ten seconds.
class RawClient {
public:
    explicit RawClient(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{10, 0};
        setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        connected = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient() { ::close(socket_); }

    bool send(std::string_view text) {
        while (!text.empty()) {
            const ssize_t count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void end_input() { shutdown(socket_, SHUT_WR); }

    /// The next response; status 0 when the connection ended instead.
    RawResponse read(bool to_head = false) {
        RawResponse response;
        std::size_t end = 0;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
            if (!fill()) return response;
        }
        response.head = buffer_.substr(0, end + 2);
        buffer_.erase(0, end + 4);
        response.status = std::stoi(response.head.substr(9, 3));
        const std::string length = response.header("Content-Length");
        const std::size_t size = to_head || length.empty() ? 0 : std::stoul(length);
        while (buffer_.size() < size) {
            if (!fill()) throw std::runtime_error("the body ended early");
        }
        response.body = buffer_.substr(0, size);
        buffer_.erase(0, size);
        return response;
    }
    RawResponse ask(std::string_view request, bool to_head = false) {
        send(request);
        return read(to_head);
    }
    /// True when the server ends the connection and says nothing more.
    bool is_ended() { return buffer_.empty() && !fill(); }

    bool connected = false;

private:
    bool fill() {
        char block[16384];
        const ssize_t count = recv(socket_, block, sizeof block, 0);
        if (count <= 0) return false;
        buffer_.append(block, static_cast<std::size_t>(count));
        return true;
    }

    int socket_;
    std::string buffer_;
};

/// A server on a free port of loopback, with error bodies that say their status and pattern.
class TestServer {
public:
    TestServer(LoopThread& thread, const Router& router, ServerOptions options = {}, Server::Translate translate = {})
        : thread_(thread) {
        options.port = 0;
        server_.emplace(thread.loop, metrics, "test", options, router, &TestServer::error_body, std::move(translate));
        thread.on_loop([this] { server_->start(); });
    }
    ~TestServer() {
        thread_.on_loop([this] { server_.reset(); });
    }
    std::uint16_t port() const { return server_->port(); }
    Server& operator*() { return *server_; }
    Server* operator->() { return &*server_; }

    Metrics metrics;

private:
    static Response error_body(int status, const Request& request, std::string_view pattern) {
        Response response;
        response.status = status;
        response.body = "error " + std::to_string(status) + " at " + std::string(pattern) + " for " + request.path;
        return response;
    }

    LoopThread& thread_;
    std::optional<Server> server_;
};

inline Task<Response> text_response(std::string text) {
    Response response;
    response.body = std::move(text);
    co_return response;
}

}  // namespace herald::http::testing
