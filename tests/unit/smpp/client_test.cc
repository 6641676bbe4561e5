// The session with a message centre, in virtual time, with a centre that the test plays.

#include "smpp/client.h"

#include <gtest/gtest.h>

#include "smpp/command_status.h"
#include "support/virtual_loop.h"

namespace herald::smpp {
namespace {

using namespace std::chrono_literals;
using Outcome = Submitted::Outcome;

/// The centre's end of one connection.
class FakeStream final : public http::Stream {
public:
    void start(User& user) override { user_ = &user; }
    void write(std::string_view bytes) override { reader_.feed(bytes); }
    std::size_t unsent() const override { return 0; }
    void close() override {
        user_ = nullptr;
        closed = true;
    }

    void say(const std::string& bytes) {
        if (user_ != nullptr) user_->on_bytes(bytes);
    }
    void hang_up() {
        if (User* user = std::exchange(user_, nullptr)) user->on_end();
    }
    /// What the client has said since the last look.
    std::vector<Pdu> heard() {
        std::vector<Pdu> all;
        while (auto pdu = reader_.next()) all.push_back(std::move(*pdu));
        return all;
    }
    bool closed = false;

private:
    User* user_ = nullptr;
    PduReader reader_;
};

class MessageCentreSession : public testing::Test {
protected:
    MessageCentreSession() {
        options.bind = {"herald", "secret", ""};
        options.window = 2;
    }
    ~MessageCentreSession() override {
        if (client) client->stop();
        loop.run_for(1h);
    }

    void start() {
        client = std::make_shared<Client>(
            loop, clock, metrics, [this] { return connect(); },
            [this](ShortMessage message) { return receive(std::move(message)); }, options);
        client->start();
        turn();
    }
    void start_bound() {
        start();
        ASSERT_TRUE(stream);
        bind();
    }
    void bind(std::uint32_t status = status::ok) {
        const auto heard = stream->heard();
        ASSERT_EQ(heard.size(), 1U);
        ASSERT_TRUE(heard[0].is(Command::bind_transceiver));
        EXPECT_EQ(parse_bind(heard[0].body)->system_id, "herald");
        stream->say(encode_response(heard[0], status, encode_message_id("centre")));
        turn();
    }
    /// Submits one; its answer is added to `answers` when it comes.
    void submit(const std::string& text = "hello") {
        spawn(keep(text));
        turn();
    }
    void turn() { loop.run_for(0s); }
    std::vector<Pdu> submitted() {
        std::vector<Pdu> all;
        for (auto& pdu : stream->heard())
            if (pdu.is(Command::submit_sm)) all.push_back(std::move(pdu));
        return all;
    }
    void answer(const Pdu& request, std::uint32_t status = status::ok, const std::string& id = "77") {
        stream->say(encode_response(request, status, status == status::ok ? encode_message_id(id) : ""));
        turn();
    }

    VirtualClock clock{Timestamp::parse_iso("2026-02-03T10:15:00Z").value()};
    test::VirtualLoop loop{clock};
    Metrics metrics;
    Client::Options options;
    std::shared_ptr<Client> client;
    std::shared_ptr<FakeStream> stream;  ///< the last connection
    int connections = 0;
    bool reachable = true;
    std::vector<Submitted> answers;
    std::vector<ShortMessage> received;
    std::uint32_t receive_status = status::ok;

private:
    Task<http::Connected> connect() {
        ++connections;
        http::Connected connected;
        if (reachable) connected.stream = stream = std::make_shared<FakeStream>();
        else connected.error = "refused";
        co_return connected;
    }
    Task<std::uint32_t> receive(ShortMessage message) {
        received.push_back(std::move(message));
        co_await sleep(loop, 1s);
        co_return receive_status;
    }
    Task<void> keep(std::string text) {
        ShortMessage message;
        message.content = std::move(text);
        std::vector<ShortMessage> one;
        one.push_back(std::move(message));
        std::vector<Submitted> submitted = co_await client->submit(std::move(one));
        answers.push_back(std::move(submitted.front()));
    }
};

TEST_F(MessageCentreSession, BindsAndSubmits) {
    start_bound();
    EXPECT_TRUE(client->is_bound());
    submit();
    const auto requests = submitted();
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(parse_short_message(requests[0].body)->content, "hello");
    answer(requests[0], status::ok, "0A1B");
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].outcome, Outcome::answered);
    EXPECT_EQ(answers[0].message_id, "0A1B");
}

TEST_F(MessageCentreSession, WaitsForTheBindBeforeItSubmits) {
    start();
    submit();
    EXPECT_TRUE(answers.empty());
    bind();
    EXPECT_EQ(submitted().size(), 1U);
}

TEST_F(MessageCentreSession, KeepsAWindowOfMessagesUnderWay) {
    start_bound();
    for (int i = 0; i < 5; ++i) submit(std::to_string(i));
    auto first = submitted();
    ASSERT_EQ(first.size(), 2U);
    answer(first[1]);
    const auto next = submitted();
    ASSERT_EQ(next.size(), 1U);
    EXPECT_EQ(parse_short_message(next[0].body)->content, "2");
    answer(first[0]);
    EXPECT_EQ(answers.size(), 2U);
}

TEST_F(MessageCentreSession, SlowsDownWhenTheCentreAsksForItAndLosesNothing) {
    start_bound();
    submit("throttled");
    submit("later");
    const auto first = submitted();
    answer(first[0], status::throttled);
    answer(first[1]);
    EXPECT_EQ(answers.size(), 1U);
    EXPECT_TRUE(submitted().empty()) << "nothing during the pause";
    loop.run_for(options.throttle_pause + 1ms);
    const auto again = submitted();
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(parse_short_message(again[0].body)->content, "throttled");
    answer(again[0]);
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[1].status, status::ok);
}

TEST_F(MessageCentreSession, SaysThrottledWhenTheCentreNeverTakesIt) {
    start_bound();
    submit();
    for (int i = 0; i < 30 && answers.empty(); ++i) {
        for (const auto& request : submitted()) answer(request, status::queue_full);
        loop.run_for(1s);
    }
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].outcome, Outcome::answered);
    EXPECT_EQ(answers[0].status, status::throttled);
}

TEST_F(MessageCentreSession, TakesAnAnswerThatDoesNotComeAsLost) {
    start_bound();
    submit();
    loop.run_for(options.answer_timeout + 2s);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].outcome, Outcome::lost);
    EXPECT_TRUE(client->is_bound());
}

TEST_F(MessageCentreSession, KnowsWhatWasSentWhenTheLineBreaks) {
    start_bound();
    submit("proof");
    answer(submitted().at(0));
    for (const char* text : {"sent", "sent too", "not sent"}) submit(text);
    ASSERT_EQ(submitted().size(), 2U);
    stream->hang_up();
    turn();
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[1].outcome, Outcome::lost);
    EXPECT_EQ(answers[2].outcome, Outcome::lost);
    EXPECT_EQ(connections, 2) << "a line that has worked is opened again at once";
    bind();
    const auto requests = submitted();
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(parse_short_message(requests[0].body)->content, "not sent");
}

TEST_F(MessageCentreSession, ConnectsAgainEverMoreSlowly) {
    reachable = false;
    start();
    EXPECT_EQ(connections, 1);
    submit();
    ASSERT_EQ(answers.size(), 1U) << "another provider may be better off";
    EXPECT_EQ(answers[0].outcome, Outcome::unsent);
    loop.run_for(1s);
    EXPECT_EQ(connections, 2);
    loop.run_for(1s);
    EXPECT_EQ(connections, 2);
    loop.run_for(1s);
    EXPECT_EQ(connections, 3);
    loop.run_for(10min);
    const int before = connections;
    loop.run_for(10min);
    EXPECT_EQ(connections - before, 10);
    reachable = true;
    loop.run_for(1min);
    bind();
    EXPECT_TRUE(client->is_bound());
}

TEST_F(MessageCentreSession, IsInNoHurryWhenTheBindIsRefused) {
    start();
    bind(0x0E);
    EXPECT_FALSE(client->is_bound());
    loop.run_for(15s);
    EXPECT_EQ(connections, 1);
    loop.run_for(2s);
    EXPECT_EQ(connections, 2);
}

TEST_F(MessageCentreSession, BindsAgainWhenTheCentreForgotIt) {
    start_bound();
    submit();
    answer(submitted().at(0), status::wrong_bind_state);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].status, status::wrong_bind_state);
    EXPECT_FALSE(client->is_bound());
    loop.run_for(1s);
    bind();
    EXPECT_TRUE(client->is_bound());
}

TEST_F(MessageCentreSession, AsksWhetherAQuietLineIsAlive) {
    start_bound();
    loop.run_for(options.enquire_interval + 2s);
    const auto heard = stream->heard();
    ASSERT_EQ(heard.size(), 1U);
    ASSERT_TRUE(heard[0].is(Command::enquire_link));
    stream->say(encode_response(heard[0], status::ok));
    loop.run_for(options.answer_timeout + 2s);
    EXPECT_TRUE(client->is_bound());

    const auto dead = stream;
    loop.run_for(options.enquire_interval + options.answer_timeout + 3s);
    EXPECT_TRUE(dead->closed);
    EXPECT_FALSE(client->is_bound());
}

TEST_F(MessageCentreSession, AnswersTheCentre) {
    start_bound();
    stream->say(encode(Command::enquire_link, 9));
    auto heard = stream->heard();
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_TRUE(heard[0].is_response_to(Command::enquire_link));
    EXPECT_EQ(heard[0].sequence, 9U);

    stream->say(encode(Command::data_sm, 10));
    heard = stream->heard();
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_TRUE(heard[0].is(Command::generic_nack));
    EXPECT_EQ(heard[0].status, status::invalid_command);

    stream->say(encode(Command::unbind, 11));
    heard = stream->heard();
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_TRUE(heard[0].is_response_to(Command::unbind));
    EXPECT_FALSE(client->is_bound());
}

TEST_F(MessageCentreSession, AnswersAReceivedMessageOnceItIsDealtWith) {
    start_bound();
    ShortMessage message;
    message.content = "id:1 stat:DELIVRD";
    stream->say(encode(Command::deliver_sm, 5, encode(message)));
    turn();
    ASSERT_EQ(received.size(), 1U);
    EXPECT_FALSE(client->idle());
    EXPECT_TRUE(stream->heard().empty());
    receive_status = status::receiver_temporary;
    loop.run_for(2s);
    const auto heard = stream->heard();
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_TRUE(heard[0].is_response_to(Command::deliver_sm));
    EXPECT_EQ(heard[0].sequence, 5U);
    EXPECT_EQ(heard[0].status, status::receiver_temporary);
    EXPECT_TRUE(client->idle());
}

TEST_F(MessageCentreSession, RefusesWhatItCannotReadAndWhatIsTooMuch) {
    options.received_max = 1;
    start_bound();
    stream->say(encode(Command::deliver_sm, 5, "nonsense"));
    turn();
    auto heard = stream->heard();
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0].status, status::receiver_permanent);
    stream->say(encode(Command::deliver_sm, 6, encode(ShortMessage{})));
    stream->say(encode(Command::deliver_sm, 7, encode(ShortMessage{})));
    turn();
    heard = stream->heard();
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0].sequence, 7U);
    EXPECT_EQ(heard[0].status, status::receiver_temporary);
}

TEST_F(MessageCentreSession, EndsALineThatSpeaksNonsense) {
    start_bound();
    submit();
    stream->say("HTTP/1.1 400 Bad Request\r\n\r\n");
    turn();
    EXPECT_TRUE(stream->closed);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].outcome, Outcome::lost);
}

TEST_F(MessageCentreSession, UnbindsWhenItStops) {
    start_bound();
    submit();
    stream->heard();
    client->stop();
    turn();
    const auto heard = stream->heard();
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_TRUE(heard[0].is(Command::unbind));
    EXPECT_TRUE(stream->closed);
    EXPECT_EQ(answers.at(0).outcome, Outcome::lost);
    submit();
    EXPECT_EQ(answers.at(1).outcome, Outcome::unsent);
}

}  // namespace
}  // namespace herald::smpp
