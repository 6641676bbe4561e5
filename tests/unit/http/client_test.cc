#include "http/client.h"

#include <gtest/gtest.h>

#include "loopback.h"
#include "raw_peer.h"

namespace herald::http {
namespace {

using namespace std::chrono_literals;
using testing::LoopThread;
using testing::RawConnection;
using testing::RawPeer;
using testing::TestServer;

class ClientTest : public ::testing::Test {
protected:
    ClientTest() : client(std::make_unique<Client>(thread.loop, metrics, Client::Options{})) {}
    ~ClientTest() override {
        thread.on_loop([this] { client.reset(); });
        thread.on_loop([] {});
    }

    ClientResponse send(ClientRequest request) {
        return thread.await<ClientResponse>([&] { return client->send("peer", request); });
    }
    static ClientRequest post(const std::string& url, std::string body = "body") {
        ClientRequest request;
        request.url = url;
        request.body = std::move(body);
        return request;
    }

    LoopThread thread;
    Metrics metrics;
    std::unique_ptr<Client> client;
};

TEST_F(ClientTest, SendsWhatItIsGivenAndReturnsTheAnswer) {
    std::promise<std::string> seen;
    RawPeer peer([&](RawPeer& self) {
        RawConnection connection = self.accept();
        seen.set_value(connection.read_to("body"));
        connection.send("HTTP/1.1 202 Accepted\r\nX-One: 1 \r\nContent-Length: 2\r\n\r\nok");
        connection.wait_for_end();
    });
    ClientRequest request = post(peer.url());
    request.headers = {{"Authorization", "Bearer x\r\nX-Injected: 1"}, {"X-Empty", ""}};
    const ClientResponse response = send(request);
    EXPECT_EQ(response.outcome, ClientOutcome::answered);
    EXPECT_EQ(response.status, 202);
    EXPECT_EQ(response.body, "ok");
    ASSERT_EQ(response.headers.size(), 2U);
    EXPECT_EQ(response.headers[0].name, "X-One");
    EXPECT_EQ(response.headers[0].value, "1");
    EXPECT_GT(response.elapsed.count(), 0);
    const std::string head = seen.get_future().get();
    EXPECT_TRUE(head.starts_with("POST /path?secret=1 HTTP/1.1\r\n")) << head;
    EXPECT_NE(head.find("\r\nContent-Length: 4\r\n"), std::string::npos) << head;
    EXPECT_NE(head.find("\r\nUser-Agent: herald\r\n"), std::string::npos) << head;
    EXPECT_NE(head.find("\r\nX-Empty:\r\n"), std::string::npos) << head;
    EXPECT_EQ(head.find("\r\nX-Injected"), std::string::npos) << head;
    EXPECT_EQ(head.find("Expect"), std::string::npos) << head;
    EXPECT_EQ(head.find("Content-Type"), std::string::npos) << head;
}

TEST_F(ClientTest, SpeaksEveryMethod) {
    Router router;
    for (const Method method : {Method::get, Method::post, Method::put, Method::patch, Method::del, Method::options}) {
        router.add(method, "/m", [](const Request& request) {
            return testing::text_response(std::string(to_string(request.method)) + request.body);
        });
    }
    TestServer server(thread, router);
    for (const Method method : {Method::post, Method::put, Method::patch, Method::del, Method::options}) {
        ClientRequest request = post("http://127.0.0.1:" + std::to_string(server.port()) + "/m", "+body");
        request.method = method;
        EXPECT_EQ(send(request).body, std::string(to_string(method)) + "+body");
    }
    ClientRequest request = post("http://127.0.0.1:" + std::to_string(server.port()) + "/m", "");
    request.method = Method::get;
    EXPECT_EQ(send(request).body, "GET");
    request.method = Method::head;
    EXPECT_EQ(send(request).status, 200);
}

TEST_F(ClientTest, SaysRefusedWhenThePeerHasSeenNothing) {
    std::uint16_t free_port = 0;
    {
        RawPeer gone([](RawPeer&) {});
        free_port = gone.port();
    }
    for (const std::string& url : {"http://127.0.0.1:" + std::to_string(free_port) + "/?secret=1",
                                   std::string("ftp://127.0.0.1/secret"), std::string("http://"), std::string()}) {
        const ClientResponse response = send(post(url));
        EXPECT_EQ(response.outcome, ClientOutcome::refused) << url;
        EXPECT_NE(response.error, "") << url;
        EXPECT_EQ(response.error.find("secret"), std::string::npos) << response.error;
    }
}

TEST_F(ClientTest, TellsATimeOutBeforeTheRequestFromOneAfterIt) {
    RawPeer peer([](RawPeer& self) {
        RawConnection silent = self.accept();
        silent.wait_for_end();
        RawConnection stuck_in_handshake = self.accept();
        stuck_in_handshake.wait_for_end();
    });
    ClientRequest request = post(peer.url());
    request.timeout = 50ms;
    const ClientResponse after = send(request);
    EXPECT_EQ(after.outcome, ClientOutcome::timed_out);
    EXPECT_GE(after.elapsed, 50ms);
    request.url = peer.url("https");
    EXPECT_EQ(send(request).outcome, ClientOutcome::timed_out_unsent);
}

TEST_F(ClientTest, SaysBrokenWhenTheAnswerIsNone) {
    for (const std::string answer : {"", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"}) {
        RawPeer peer([&](RawPeer& self) {
            RawConnection connection = self.accept();
            connection.read_to("body");
            connection.send(answer);
        });
        const ClientResponse response = send(post(peer.url()));
        EXPECT_EQ(response.outcome, ClientOutcome::broken) << answer;
        EXPECT_EQ(response.body, "") << answer;
        EXPECT_EQ(response.error.find("secret"), std::string::npos) << response.error;
    }
}

TEST_F(ClientTest, DoesNotReadMoreThanAllowed) {
    RawPeer peer([](RawPeer& self) {
        RawConnection connection = self.accept();
        connection.read_to("body");
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x'));
        connection.wait_for_end();
    });
    ClientRequest request = post(peer.url());
    request.response_bytes_max = 1000;
    const ClientResponse response = send(request);
    EXPECT_EQ(response.outcome, ClientOutcome::broken);
    EXPECT_EQ(response.error, "the response is larger than allowed");
}

TEST_F(ClientTest, DoesNotSendAPostAgainWhenAPooledConnectionBreaks) {
    RawPeer peer([](RawPeer& self) {
        while (self.requests < 3) {
            RawConnection connection = self.accept();
            while (!connection.read_to("body").empty() && ++self.requests != 2)
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
    });
    EXPECT_EQ(send(post(peer.url())).status, 200);
    const ClientResponse response = send(post(peer.url()));
    EXPECT_EQ(response.outcome, ClientOutcome::broken);
    EXPECT_EQ(response.error, "the connection broke after the request was sent");
    EXPECT_EQ(peer.requests, 2);
    EXPECT_EQ(send(post(peer.url())).status, 200);
}

TEST_F(ClientTest, ReadsAgainWhenAPooledConnectionBreaks) {
    RawPeer peer([](RawPeer& self) {
        {
            RawConnection connection = self.accept();
            connection.read_to("\r\n\r\n");
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            connection.read_to("\r\n\r\n");
        }
        RawConnection connection = self.accept();
        connection.read_to("\r\n\r\n");
        connection.send("HTTP/1.1 203 OK\r\nContent-Length: 0\r\n\r\n");
        connection.wait_for_end();
    });
    ClientRequest request = post(peer.url(), "");
    request.method = Method::get;
    EXPECT_EQ(send(request).status, 200);
    EXPECT_EQ(send(request).status, 203);
}

/// A server that redirects and says what reached the other place.
class RedirectTest : public ClientTest {
protected:
    RedirectTest() {
        router.add(Method::post, "/from/{status:int}", [this](const Request& request) -> Task<Response> {
            Response response;
            response.status = std::stoi(request.params[0]);
            response.headers = {{"Location", location}};
            co_return response;
        });
        for (const Method method : {Method::get, Method::post}) {
            router.add(method, "/to", [](const Request& request) {
                return testing::text_response(std::string(to_string(request.method)) + " '" + request.body + "' '" +
                                              std::string(request.header("Authorization")) + "'");
            });
        }
        router.add(Method::get, "/round", [](const Request&) -> Task<Response> {
            Response response;
            response.status = 302;
            response.headers = {{"Location", "/round"}};
            co_return response;
        });
        server = std::make_unique<TestServer>(thread, router);
    }
    ~RedirectTest() override { server.reset(); }

    ClientResponse redirected(int status, const std::string& to, int redirects_max = 3) {
        location = to;
        ClientRequest request = post(base() + "/from/" + std::to_string(status));
        request.headers = {{"Authorization", "Bearer t"}, {"Content-Type", "application/json"}};
        request.redirects_max = redirects_max;
        return send(request);
    }
    std::string base(const std::string& host = "127.0.0.1") const {
        return "http://" + host + ":" + std::to_string(server->port());
    }

    Router router;
    std::unique_ptr<TestServer> server;
    std::string location;
};

TEST_F(RedirectTest, AreNotFollowedUnlessAsked) {
    const ClientResponse response = redirected(302, "/to", 0);
    EXPECT_EQ(response.outcome, ClientOutcome::answered);
    EXPECT_EQ(response.status, 302);
}

TEST_F(RedirectTest, TurnAPostIntoAGetOrKeepIt) {
    for (const int status : {301, 302, 303}) EXPECT_EQ(redirected(status, "/to").body, "GET '' 'Bearer t'") << status;
    for (const int status : {307, 308}) EXPECT_EQ(redirected(status, "/to").body, "POST 'body' 'Bearer t'") << status;
}

TEST_F(RedirectTest, DropTheAuthorizationWhenTheHostChanges) {
    EXPECT_EQ(redirected(302, base("localhost") + "/to").body, "GET '' ''");
    EXPECT_EQ(redirected(302, base() + "/to").body, "GET '' 'Bearer t'");
}

TEST_F(RedirectTest, EndWithTheLastAnswerWhenThereAreTooMany) {
    const ClientResponse response = redirected(302, "/round", 2);
    EXPECT_EQ(response.outcome, ClientOutcome::answered);
    EXPECT_EQ(response.status, 302);
}

TEST_F(RedirectTest, NeverLeaveHttp) {
    const ClientResponse response = redirected(302, "file:///etc/passwd");
    EXPECT_EQ(response.outcome, ClientOutcome::broken);
    EXPECT_EQ(response.body, "");
}

TEST_F(ClientTest, CarriesOutAThousandRequestsAtOnce) {
    Router router;
    router.add(Method::post, "/echo", [](const Request& request) { return testing::text_response(request.body); });
    TestServer server(thread, router);
    const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/echo";
    constexpr int count = 1000;
    std::promise<void> all;
    int right = 0;
    int ended = 0;
    const auto one = [&](int i) -> Task<void> {
        ClientRequest request;
        request.url = url;
        request.body = std::to_string(i);
        const ClientResponse response = co_await client->send("echo", request);
        right += response.outcome == ClientOutcome::answered && response.body == std::to_string(i) ? 1 : 0;
        if (++ended == count) all.set_value();
    };
    thread.loop.post([&] {
        for (int i = 0; i < count; ++i) spawn(one(i));
    });
    all.get_future().wait();
    EXPECT_EQ(right, count);
    EXPECT_EQ(metrics.counter("herald_client_requests_total", "", {{"peer", "echo"}, {"outcome", "answered"}}).value(),
              count);
}

TEST_F(ClientTest, EndsWhatIsUnderWayWhenItStops) {
    std::promise<void> arrived;
    RawPeer peer([&](RawPeer& self) {
        RawConnection connection = self.accept();
        connection.read_to("body");
        arrived.set_value();
        connection.wait_for_end();
    });
    auto response = std::async(std::launch::async, [&] { return send(post(peer.url())); });
    arrived.get_future().wait();
    client->stop();
    EXPECT_EQ(response.get().outcome, ClientOutcome::shutting_down);
    EXPECT_EQ(send(post(peer.url())).outcome, ClientOutcome::shutting_down);
}

TEST_F(ClientTest, LetsASlowPeerDelayOnlyItself) {
    thread.on_loop([&] {
        Client::Options options;
        options.connections_per_host_max = 1;
        client = std::make_unique<Client>(thread.loop, metrics, options);
    });
    std::promise<void> arrived;
    RawPeer slow([&](RawPeer& self) {
        RawConnection connection = self.accept();
        connection.read_to("body");
        arrived.set_value();
        connection.wait_for_end();
    });
    auto first = std::async(std::launch::async, [&] { return send(post(slow.url())); });
    arrived.get_future().wait();

    ClientRequest waits_in_vain = post(slow.url());
    waits_in_vain.timeout = 50ms;
    const ClientResponse response = send(waits_in_vain);
    EXPECT_EQ(response.outcome, ClientOutcome::timed_out_unsent);
    EXPECT_GE(response.elapsed, 50ms);

    Router router;
    router.add(Method::post, "/echo", [](const Request& request) { return testing::text_response(request.body); });
    TestServer quick(thread, router);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(send(post("http://127.0.0.1:" + std::to_string(quick.port()) + "/echo")).body, "body");
    client->stop();
    EXPECT_EQ(first.get().outcome, ClientOutcome::shutting_down);
}

}  // namespace
}  // namespace herald::http
