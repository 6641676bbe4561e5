#pragma once

#include <gtest/gtest.h>

#include <coroutine>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/task.h"
#include "sandbox/sandbox.h"

namespace herald::sandbox {

/// A request that came to Herald's side.
struct Received {
    std::string path, body, content_type;
};

/// A sandbox, the client that both sides use, and a stand-in for Herald's receipt endpoints, on one loop that the
/// test's thread runs until the scenario has ended.
class Loopback {
public:
    explicit Loopback(SandboxOptions options = quick())
        : receiver(loop, metrics, "receiver", any_port(), router, [](int status, const auto&, auto) {
              http::Response response;
              response.status = status;
              return response;
          }) {
        for (const char* path : {"/notifications/sms/mmg", "/notifications/sms/firetext", "/notifications/email/ses"})
            router.add(http::Method::post, path, [this](const http::Request& request) { return receive(request); });
        receiver.start();
        options.port = 0;
        sandbox = std::make_unique<Sandbox>(loop, client, metrics, clock, ids, options);
        sandbox->set_receipts_base_url("http://127.0.0.1:" + std::to_string(receiver.port()) + "/");
        sandbox->start();
    }

    static SandboxOptions quick() {
        SandboxOptions options;
        options.receipt_delay = {};
        options.record = true;
        return options;
    }
    static http::ServerOptions any_port() {
        http::ServerOptions options;
        options.port = 0;
        return options;
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(sandbox->port()); }

    /// Runs the scenario to its end; a test that hangs fails after 30 s.
    void run(Task<void> scenario) {
        bool ended = false;
        loop.after(std::chrono::seconds(30), [&] { loop.stop(); });
        spawn(finish(std::move(scenario), ended));
        loop.run();
        EXPECT_TRUE(ended) << "the scenario did not end";
    }

    /// `co_await world.receipts(3)`: resumes when so many requests have come to Herald's side.
    auto receipts(std::size_t count) {
        struct Awaiter {
            Loopback& world;
            std::size_t count;
            bool await_ready() const { return world.received.size() >= count; }
            void await_suspend(std::coroutine_handle<> waiting) const {
                world.waiting_ = waiting;
                world.wanted_ = count;
            }
            void await_resume() const {}
        };
        return Awaiter{*this, count};
    }

    Task<http::ClientResponse> get(std::string path) {
        http::ClientRequest request;
        request.method = http::Method::get;
        request.url = url() + path;
        http::ClientResponse response = co_await client.send("test", std::move(request));
        co_return response;
    }

    http::AsioLoop loop;
    Metrics metrics;
    SystemClock clock;
    RandomIdSource ids{clock};
    http::Client client{loop, metrics, {}};
    http::Router router;
    http::Server receiver;
    std::unique_ptr<Sandbox> sandbox;
    std::vector<Received> received;
    std::vector<int> answers;  ///< statuses for the first requests; later ones get 200

private:
    Task<http::Response> receive(const http::Request& request) {
        http::Response response;
        response.status = received.size() < answers.size() ? answers[received.size()] : 200;
        received.push_back({request.path, request.body, std::string(request.header("content-type"))});
        if (waiting_ && received.size() >= wanted_)
            loop.post([waiting = std::exchange(waiting_, {})] { waiting.resume(); });
        co_return response;
    }
    Task<void> finish(Task<void> scenario, bool& ended) {
        co_await std::move(scenario);
        ended = true;
        sandbox->stop();
        client.stop();
        receiver.close();
        // What was under way ends on the loop, so the loop turns a little longer.
        loop.after(std::chrono::milliseconds(10), [this] { loop.stop(); });
    }

    std::coroutine_handle<> waiting_;
    std::size_t wanted_ = 0;
};

}  // namespace herald::sandbox
