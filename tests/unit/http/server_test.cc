#include "http/server.h"

#include <gtest/gtest.h>

#include "http/metrics_route.h"
#include "loopback.h"

namespace herald::http {
namespace {

using testing::LoopThread;
using testing::RawClient;
using testing::RawResponse;
using testing::TestServer;
using testing::text_response;

/// Handlers that wait until the test lets them go.
struct Gate {
    explicit Gate(Loop& loop) : promise(loop) {}
    Task<Response> pass(std::string text) {
        arrived.set_value();
        co_await promise.wait();
        Response response;
        response.body = std::move(text);
        co_return response;
    }
    Promise<int> promise;
    std::promise<void> arrived;
};

class ServerTest : public ::testing::Test {
protected:
    ServerTest() : gate(std::make_unique<Gate>(thread.loop)) {
        router.add(Method::get, "/plain", [](const Request&) { return text_response("plain"); });
        router.add(Method::post, "/echo", [](const Request& request) { return text_response(request.body); });
        router.add(Method::get, "/slow", [this](const Request&) { return gate->pass("slow"); });
        router.add(Method::get, "/things/{id:int}", [](const Request& r) { return text_response("#" + r.params[0]); });
        router.add(Method::get, "/fails", [](const Request&) -> Task<Response> { throw std::runtime_error("no"); });
        router.add(Method::get, "/huge", [](const Request&) { return text_response(std::string(3'000'000, 'x')); });
    }

    LoopThread thread;
    Router router;
    std::unique_ptr<Gate> gate;
};

TEST_F(ServerTest, AnswersSeveralRequestsOnOneConnection) {
    TestServer server(thread, router);
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        const RawResponse response = client.ask("GET /plain HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, "plain");
        EXPECT_EQ(response.header("Content-Type"), "application/json");
        EXPECT_EQ(response.header("Connection"), "");
    }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInTheirOrder) {
    TestServer server(thread, router);
    RawClient client(server.port());
    client.send("GET /slow HTTP/1.1\r\n\r\nGET /plain HTTP/1.1\r\n\r\nGET /things/7 HTTP/1.1\r\n\r\n");
    gate->arrived.get_future().wait();
    // The second request is answered on another connection meanwhile, so the loop is not held up.
    EXPECT_EQ(RawClient(server.port()).ask("GET /plain HTTP/1.1\r\n\r\n").body, "plain");
    gate->promise.set(1);
    EXPECT_EQ(client.read().body, "slow");
    EXPECT_EQ(client.read().body, "plain");
    EXPECT_EQ(client.read().body, "#7");
}

TEST_F(ServerTest, TakesMorePipelinedRequestsThanItKeepsAtOnce) {
    TestServer server(thread, router);
    RawClient client(server.port());
    std::string requests = "GET /slow HTTP/1.1\r\n\r\n";
    for (int i = 0; i < 500; ++i) requests += "GET /things/" + std::to_string(i) + " HTTP/1.1\r\n\r\n";
    client.send(requests);
    gate->arrived.get_future().wait();
    gate->promise.set(1);
    EXPECT_EQ(client.read().body, "slow");
    for (int i = 0; i < 500; ++i) ASSERT_EQ(client.read().body, "#" + std::to_string(i));
}

TEST_F(ServerTest, ReadsRequestsThatComeByteByByte) {
    TestServer server(thread, router);
    RawClient client(server.port());
    const std::string request = "POST /echo HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello";
    for (const char c : request) client.send({&c, 1});
    EXPECT_EQ(client.read().body, "hello");
}

TEST_F(ServerTest, ReadsChunkedAndEmptyBodies) {
    TestServer server(thread, router);
    RawClient client(server.port());
    EXPECT_EQ(
        client.ask("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").body,
        "abcde");
    EXPECT_EQ(client.ask("POST /echo HTTP/1.1\r\nContent-Length: 0\r\n\r\n").status, 200);
    EXPECT_EQ(client.ask("POST /echo HTTP/1.1\r\n\r\n").status, 200);
}

TEST_F(ServerTest, ReadsAndWritesLargeBodies) {
    TestServer server(thread, router);
    RawClient client(server.port());
    const std::string body(2'000'000, 'b');
    client.send("POST /echo HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    EXPECT_EQ(client.read().body, body);
    EXPECT_EQ(client.ask("GET /huge HTTP/1.1\r\n\r\n").body.size(), 3'000'000U);
}

TEST_F(ServerTest, TellsAClientThatAsksToSendItsBody) {
    TestServer server(thread, router);
    RawClient client(server.port());
    const RawResponse go_ahead = client.ask("POST /echo HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(go_ahead.status, 100);
    EXPECT_EQ(client.ask("hi").body, "hi");
}

TEST_F(ServerTest, AnswersHeadLikeGetWithoutABody) {
    TestServer server(thread, router);
    RawClient client(server.port());
    const RawResponse response = client.ask("HEAD /plain HTTP/1.1\r\n\r\n", true);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.header("Content-Length"), "5");
    EXPECT_EQ(client.ask("GET /plain HTTP/1.1\r\n\r\n").body, "plain");
}

TEST_F(ServerTest, SaysWhatItDoesNotHave) {
    TestServer server(thread, router);
    RawClient client(server.port());
    const RawResponse missing = client.ask("GET /nothing HTTP/1.1\r\n\r\n");
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(missing.body, "error 404 at  for /nothing");
    const RawResponse wrong = client.ask("DELETE /plain HTTP/1.1\r\n\r\n");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("Allow"), "GET, HEAD");
    EXPECT_EQ(wrong.body, "error 405 at  for /plain");
}

TEST_F(ServerTest, PutsThePublicHeadersAndTheCallersIdsOnEverything) {
    TestServer server(thread, router);
    RawClient client(server.port());
    for (const char* path : {"/plain", "/nothing", "/fails"}) {
        const RawResponse response = client.ask(std::string("GET ") + path +
                                                " HTTP/1.1\r\nX-Amz-Cf-Id: cf\r\nX-B3-TraceId: trace\r\n"
                                                "X-B3-SpanId: span\r\n\r\n");
        EXPECT_EQ(response.header("Access-Control-Allow-Origin"), "*");
        EXPECT_EQ(response.header("Access-Control-Allow-Headers"), "Content-Type,Authorization");
        EXPECT_EQ(response.header("Access-Control-Allow-Methods"), "GET,PUT,POST,DELETE");
        EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(response.header("X-Frame-Options"), "SAMEORIGIN");
        EXPECT_EQ(response.header("X-Permitted-Cross-Domain-Policies"), "none");
        EXPECT_EQ(response.header("Strict-Transport-Security"), "max-age=31536000; includeSubDomains; preload");
        EXPECT_EQ(response.header("Cache-Control"), "no-store, no-cache, private, must-revalidate");
        EXPECT_EQ(response.header("X-B3-TraceId"), "trace");
        EXPECT_EQ(response.header("X-B3-SpanId"), "span");
    }
}

TEST_F(ServerTest, TakesOtherTraceIdsInTheirOrderAndMakesWhatIsMissing) {
    TestServer server(thread, router);
    RawClient client(server.port());
    const auto trace_id = [&](const std::string& headers) {
        return client.ask("GET /plain HTTP/1.1\r\n" + headers + "\r\n").header("X-B3-TraceId");
    };
    EXPECT_EQ(trace_id("X-Amzn-Trace-Id: amzn\r\nX-Amz-Cf-Id: cf\r\n"), "cf");
    EXPECT_EQ(trace_id("X-B3-TraceId:\r\nX-Amzn-Trace-Id: amzn\r\n"), "amzn");
    const std::string made = trace_id("");
    EXPECT_EQ(made.size(), 32U);
    EXPECT_EQ(made.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_NE(made, trace_id(""));
    const std::string span = client.ask("GET /plain HTTP/1.1\r\n\r\n").header("X-B3-SpanId");
    EXPECT_EQ(span.substr(0, 5), "self-");
    EXPECT_EQ(span.size(), 21U);
}

TEST_F(ServerTest, LeavesThePublicHeadersOutWhereTheyAreNotWanted) {
    ServerOptions options;
    options.public_headers = false;
    TestServer server(thread, router, options);
    const RawResponse response = RawClient(server.port()).ask("GET /plain HTTP/1.1\r\n\r\n");
    EXPECT_EQ(response.header("Access-Control-Allow-Origin"), "");
    EXPECT_EQ(response.header("X-B3-TraceId"), "");
}

TEST_F(ServerTest, RefusesBodiesThatAreTooLarge) {
    ServerOptions options;
    options.body_bytes_max = 1000;
    TestServer server(thread, router, options);
    {
        // The client sends on regardless; it must still be able to read the answer.
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nContent-Length: 500000\r\n\r\n" + std::string(500'000, 'x'));
        const RawResponse response = client.read();
        EXPECT_EQ(response.status, 413);
        EXPECT_EQ(response.header("Connection"), "close");
        EXPECT_TRUE(client.is_ended());
    }
    RawClient client(server.port());
    const std::string chunk = "100\r\n" + std::string(256, 'x') + "\r\n";
    client.send("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk + chunk);
    EXPECT_EQ(client.read().status, 413);
}

TEST_F(ServerTest, RefusesHeadersThatAreTooLarge) {
    ServerOptions options;
    options.header_bytes_max = 1000;
    TestServer server(thread, router, options);
    RawClient client(server.port());
    const RawResponse response = client.ask("GET /plain HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n\r\n");
    EXPECT_EQ(response.status, 431);
    EXPECT_TRUE(client.is_ended());
    std::string many = "GET /plain HTTP/1.1\r\n";
    for (int i = 0; i < 300; ++i) many += "a:\r\n";
    EXPECT_EQ(RawClient(server.port()).ask(many + "\r\n").status, 431);
}

TEST_F(ServerTest, RefusesWhatIsNoHttp) {
    TestServer server(thread, router);
    for (const char* nonsense : {"nonsense\r\n\r\n", "GET /plain HTTP/9.9\r\n\r\n", "GET /plain\r\n\r\n",
                                 "POST /echo HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
        RawClient client(server.port());
        EXPECT_EQ(client.ask(nonsense).status, 400) << nonsense;
        EXPECT_TRUE(client.is_ended()) << nonsense;
    }
}

TEST_F(ServerTest, IgnoresAnOfferToChangeTheProtocol) {
    TestServer server(thread, router);
    RawClient client(server.port());
    const std::string upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n";
    EXPECT_EQ(client.ask("GET /plain HTTP/1.1\r\n" + upgrade + "\r\n").body, "plain");
    EXPECT_EQ(client.ask("POST /echo HTTP/1.1\r\n" + upgrade + "Content-Length: 2\r\n\r\nhi").body, "hi");
}

TEST_F(ServerTest, ClosesWhenTheClientWantsIt) {
    TestServer server(thread, router);
    RawClient client(server.port());
    const RawResponse response = client.ask("GET /plain HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(response.header("Connection"), "close");
    EXPECT_TRUE(client.is_ended());
    RawClient old(server.port());
    EXPECT_EQ(old.ask("GET /plain HTTP/1.0\r\n\r\n").status, 200);
    EXPECT_TRUE(old.is_ended());
    RawClient old_but_persistent(server.port());
    const std::string request = "GET /plain HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    EXPECT_EQ(old_but_persistent.ask(request).header("Connection"), "keep-alive");
    EXPECT_EQ(old_but_persistent.ask(request).status, 200);
}

TEST_F(ServerTest, AnswersAClientThatHasClosedItsHalf) {
    TestServer server(thread, router);
    RawClient client(server.port());
    client.send("GET /slow HTTP/1.1\r\n\r\n");
    client.end_input();
    gate->arrived.get_future().wait();
    gate->promise.set(1);
    EXPECT_EQ(client.read().body, "slow");
    EXPECT_TRUE(client.is_ended());
}

TEST_F(ServerTest, CutsOffAClientThatIsTooSlow) {
    ServerOptions options;
    options.read_timeout = std::chrono::milliseconds(50);
    TestServer server(thread, router, options);
    RawClient client(server.port());
    client.send("GET /plain HTT");
    EXPECT_EQ(client.read().status, 408);
    EXPECT_TRUE(client.is_ended());
}

TEST_F(ServerTest, ClosesIdleConnections) {
    ServerOptions options;
    options.idle_timeout = std::chrono::milliseconds(50);
    TestServer server(thread, router, options);
    RawClient client(server.port());
    EXPECT_EQ(client.ask("GET /plain HTTP/1.1\r\n\r\n").status, 200);
    EXPECT_TRUE(client.is_ended());
    RawClient silent(server.port());
    EXPECT_TRUE(silent.is_ended());
}

TEST_F(ServerTest, AnswersForHandlersThatTakeTooLongAndDropsTheirAnswer) {
    ServerOptions options;
    options.handle_timeout = std::chrono::milliseconds(50);
    TestServer server(thread, router, options);
    RawClient client(server.port());
    const RawResponse response = client.ask("GET /slow HTTP/1.1\r\n\r\n");
    EXPECT_EQ(response.status, 504);
    EXPECT_EQ(response.body, "error 504 at /slow for /slow");
    EXPECT_EQ(server->requests_in_flight(), 1U);
    gate->promise.set(1);
    EXPECT_EQ(client.ask("GET /plain HTTP/1.1\r\n\r\n").body, "plain");
    EXPECT_EQ(server->requests_in_flight(), 0U);
}

TEST_F(ServerTest, RefusesMoreRequestsThanItMayHandleAtOnce) {
    ServerOptions options;
    options.requests_max = 1;
    TestServer server(thread, router, options);
    RawClient busy(server.port());
    busy.send("GET /slow HTTP/1.1\r\n\r\n");
    gate->arrived.get_future().wait();
    RawClient client(server.port());
    const RawResponse response = client.ask("GET /plain HTTP/1.1\r\n\r\n");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.header("Retry-After"), "1");
    gate->promise.set(1);
    EXPECT_EQ(busy.read().body, "slow");
    EXPECT_EQ(client.ask("GET /plain HTTP/1.1\r\n\r\n").status, 200);
}

TEST_F(ServerTest, TakesNoMoreConnectionsThanAllowedUntilOneEnds) {
    ServerOptions options;
    options.connections_max = 1;
    TestServer server(thread, router, options);
    auto first = std::make_unique<RawClient>(server.port());
    EXPECT_EQ(first->ask("GET /plain HTTP/1.1\r\n\r\n").status, 200);
    RawClient second(server.port());
    second.send("GET /plain HTTP/1.1\r\n\r\n");
    EXPECT_EQ(first->ask("GET /plain HTTP/1.1\r\n\r\n").status, 200);
    first.reset();
    EXPECT_EQ(second.read().status, 200);
}

TEST_F(ServerTest, TurnsExceptionsIntoErrorsOrWhatTheApplicationMakesOfThem) {
    {
        TestServer server(thread, router);
        const RawResponse response = RawClient(server.port()).ask("GET /fails HTTP/1.1\r\n\r\n");
        EXPECT_EQ(response.status, 500);
        EXPECT_EQ(response.body, "error 500 at /fails for /fails");
    }
    const auto translate = [](const std::exception_ptr&, const Request&) -> std::optional<Response> {
        Response response;
        response.status = 503;
        return response;
    };
    TestServer server(thread, router, {}, translate);
    EXPECT_EQ(RawClient(server.port()).ask("GET /fails HTTP/1.1\r\n\r\n").status, 503);
}

TEST_F(ServerTest, SurvivesAClientThatLeavesBeforeItsAnswer) {
    TestServer server(thread, router);
    {
        RawClient client(server.port());
        client.send("GET /slow HTTP/1.1\r\n\r\n");
        gate->arrived.get_future().wait();
    }
    gate->promise.set(1);
    EXPECT_EQ(RawClient(server.port()).ask("GET /plain HTTP/1.1\r\n\r\n").body, "plain");
}

TEST_F(ServerTest, RunsBesideAnotherServerOnOneLoop) {
    TestServer one(thread, router);
    Router other_router;
    other_router.add(Method::get, "/other", [](const Request&) { return text_response("other"); });
    TestServer two(thread, other_router);
    EXPECT_NE(one.port(), two.port());
    EXPECT_EQ(RawClient(one.port()).ask("GET /plain HTTP/1.1\r\n\r\n").body, "plain");
    EXPECT_EQ(RawClient(two.port()).ask("GET /other HTTP/1.1\r\n\r\n").body, "other");
    EXPECT_EQ(RawClient(two.port()).ask("GET /plain HTTP/1.1\r\n\r\n").status, 404);
}

TEST_F(ServerTest, ThrowsWhenTheAddressIsTaken) {
    TestServer server(thread, router);
    ServerOptions options;
    options.port = server.port();
    Metrics metrics;
    Server second(thread.loop, metrics, "second", options, router, {});
    EXPECT_ANY_THROW(thread.on_loop([&] { second.start(); }));
    thread.on_loop([&] { second.close(); });
}

TEST_F(ServerTest, StopsGracefully) {
    TestServer server(thread, router);
    RawClient busy(server.port());
    busy.send("GET /slow HTTP/1.1\r\n\r\n");
    gate->arrived.get_future().wait();
    RawClient idle(server.port());
    EXPECT_EQ(idle.ask("GET /plain HTTP/1.1\r\n\r\n").status, 200);

    thread.on_loop([&] { server->stop_accepting(); });
    EXPECT_TRUE(idle.is_ended());
    EXPECT_FALSE(RawClient(server.port()).connected);
    EXPECT_EQ(server->requests_in_flight(), 1U);

    gate->promise.set(1);
    const RawResponse response = busy.read();
    EXPECT_EQ(response.body, "slow");
    EXPECT_EQ(response.header("Connection"), "close");
    EXPECT_TRUE(busy.is_ended());
    EXPECT_EQ(server->requests_in_flight(), 0U);
}

TEST_F(ServerTest, TakesTheRequestThatHasBegunWhenItStops) {
    TestServer server(thread, router);
    RawClient client(server.port());
    EXPECT_EQ(client.ask("GET /plain HTTP/1.1\r\n\r\nPOST /echo HTTP/1.1\r\nContent-Length: 5\r\n\r\nhel").body,
              "plain");
    thread.on_loop([&] { server->stop_accepting(); });
    const RawResponse response = client.ask("lo");
    EXPECT_EQ(response.body, "hello");
    EXPECT_EQ(response.header("Connection"), "close");
    EXPECT_TRUE(client.is_ended());
}

TEST_F(ServerTest, EndsConnectionsOnClose) {
    TestServer server(thread, router);
    RawClient busy(server.port());
    busy.send("GET /slow HTTP/1.1\r\n\r\n");
    gate->arrived.get_future().wait();
    thread.on_loop([&] { server->close(); });
    EXPECT_TRUE(busy.is_ended());
    gate->promise.set(1);
    thread.on_loop([] {});
    EXPECT_EQ(server->requests_in_flight(), 0U);
}

TEST_F(ServerTest, CountsRequestsByRouteAndServesTheMetrics) {
    TestServer server(thread, router);
    add_metrics_route(router, server.metrics);
    RawClient client(server.port());
    client.ask("GET /things/1 HTTP/1.1\r\n\r\n");
    client.ask("GET /things/2 HTTP/1.1\r\n\r\n");
    client.ask("GET /nothing HTTP/1.1\r\n\r\n");
    const RawResponse response = client.ask("GET /metrics HTTP/1.1\r\n\r\n");
    EXPECT_EQ(response.header("Content-Type"), "text/plain; version=0.0.4");
    EXPECT_NE(response.body.find("herald_http_requests_total{method=\"GET\",route=\"/things/{id:int}\","
                                 "server=\"test\",status=\"200\"} 2"),
              std::string::npos)
        << response.body;
    EXPECT_NE(response.body.find("route=\"none\",server=\"test\",status=\"404\"} 1"), std::string::npos);
    EXPECT_NE(response.body.find("herald_http_request_seconds_count{route=\"/things/{id:int}\",server=\"test\"} 2"),
              std::string::npos);
}

TEST_F(ServerTest, HandlesManyConnectionsAtOnce) {
    TestServer server(thread, router);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 300; ++i) clients.push_back(std::make_unique<RawClient>(server.port()));
    for (int round = 0; round < 3; ++round) {
        for (auto& client : clients) client->send("GET /things/5 HTTP/1.1\r\n\r\n");
        for (auto& client : clients) ASSERT_EQ(client->read().body, "#5");
    }
}

}  // namespace
}  // namespace herald::http
