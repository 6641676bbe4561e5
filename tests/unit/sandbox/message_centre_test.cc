// The real SMPP client against the emulated message centre, over TCP.

#include <gtest/gtest.h>

#include <map>

#include "delivery/providers/smpp.h"
#include "loopback.h"

namespace herald::sandbox {
namespace {

using delivery::OutgoingSms;
using delivery::SendResult;
using notifications::Status;
using Outcome = SendResult::Outcome;

SandboxOptions with_centre() {
    SandboxOptions options = Loopback::quick();
    options.smpp_listen = {"127.0.0.1", 0};
    return options;
}

/// Herald's side: one session, and the receipts that came in.
class Line {
public:
    explicit Line(Loopback& world, smpp::Client::Options options = {}) : world_(world) {
        const std::uint16_t port = world.sandbox->smpp_port();
        client = std::make_shared<smpp::Client>(
            world.loop, world.clock, world.metrics,
            [this, port] { return http::connect(world_.loop, "127.0.0.1", port, std::chrono::seconds(5)); },
            [this](smpp::ShortMessage message) { return take(std::move(message)); }, options);
        client->start();
    }
    ~Line() { client->stop(); }

    Task<SendResult> send(std::string recipient, std::string content = "Hello") {
        OutgoingSms sms;
        sms.notification_id = world_.ids.next_ordered();
        sms.recipient = std::move(recipient);
        sms.sender = "Council";
        sms.content = std::move(content);
        delivery::SmppProvider provider(client, {});
        SendResult result = co_await provider.send(sms);
        co_return result;
    }
    Task<void> receipts(std::size_t count) {
        while (statuses.size() < count) co_await sleep(world_.loop, std::chrono::milliseconds(2));
    }

    std::shared_ptr<smpp::Client> client;
    std::multimap<std::string, Status> statuses;

private:
    Task<std::uint32_t> take(smpp::ShortMessage message) {
        const auto told = smpp::read_receipt(message);
        const auto receipt = told ? delivery::SmppProvider::receipt_for(*told, {}) : std::nullopt;
        if (receipt) statuses.emplace(receipt->reference, receipt->status);
        co_return told ? 0 : 0x65;
    }
    Loopback& world_;
};

Task<void> each_fate(Loopback& world) {
    Line line(world);
    const SendResult delivered = co_await line.send("447700900123");
    const SendResult temporary = co_await line.send("447700900003");
    const SendResult permanent = co_await line.send("447700900002");
    EXPECT_EQ(delivered.outcome, Outcome::accepted);
    co_await line.receipts(3);
    EXPECT_EQ(line.statuses.find(delivered.reference)->second, Status::delivered);
    EXPECT_EQ(line.statuses.find(temporary.reference)->second, Status::temporary_failure);
    EXPECT_EQ(line.statuses.find(permanent.reference)->second, Status::permanent_failure);
}
TEST(EmulatedMessageCentre, TellsWhatBecameOfEachRecipient) {
    Loopback world(with_centre());
    world.run(each_fate(world));
}

Task<void> long_text(Loopback& world) {
    Line line(world);
    const SendResult result = co_await line.send("447700900123", std::string(400, 'x'));
    EXPECT_EQ(result.parts.size(), 3U);
    co_await line.receipts(3);
    for (const std::string& part : result.parts) EXPECT_EQ(line.statuses.count(part), 1U);
}
TEST(EmulatedMessageCentre, TellsOfEachPartOfALongText) {
    Loopback world(with_centre());
    world.run(long_text(world));
}

Task<void> between_sessions(Loopback& world) {
    std::string reference;
    {
        Line first(world);
        const SendResult result = co_await first.send("447700900123");
        reference = result.reference;
    }
    Line second(world);
    co_await second.receipts(1);
    EXPECT_EQ(second.statuses.begin()->first, reference);
}
TEST(EmulatedMessageCentre, KeepsReceiptsForTheNextSession) {
    auto options = with_centre();
    options.receipt_delay = {std::chrono::milliseconds(50), std::chrono::milliseconds(50)};
    Loopback world(options);
    world.run(between_sessions(world));
}

Task<void> faults(Loopback& world, Outcome wanted) {
    smpp::Client::Options options;
    options.answer_timeout = std::chrono::milliseconds(100);
    options.throttle_pause = std::chrono::milliseconds(5);
    Line line(world, options);
    const SendResult result = co_await line.send("447700900123");
    // An error rate of 1 draws among throttled (told when time is up) and a system error.
    if (wanted == Outcome::retryable)
        EXPECT_TRUE(result.outcome == Outcome::retryable || result.outcome == Outcome::throttled);
    else EXPECT_EQ(result.outcome, wanted);
}
TEST(EmulatedMessageCentre, RefusesWithItsErrorRate) {
    auto options = with_centre();
    options.error_rate = 1;
    Loopback world(options);
    world.run(faults(world, Outcome::retryable));
}
TEST(EmulatedMessageCentre, DoesNotAnswerWithItsTimeoutRate) {
    auto options = with_centre();
    options.timeout_rate = 1;
    Loopback world(options);
    world.run(faults(world, Outcome::unknown));
}

Task<void> nobody(Loopback& world, std::uint16_t port) {
    const http::Connected refused = co_await http::connect(world.loop, "127.0.0.1", port, std::chrono::seconds(5));
    EXPECT_FALSE(refused.stream);
    EXPECT_FALSE(refused.error.empty());
}
TEST(EmulatedMessageCentre, ThatIsNotThereIsNotConnectedTo) {
    Loopback world(Loopback::quick());
    EXPECT_EQ(world.sandbox->smpp_port(), 0);
    std::uint16_t port = 0;
    {
        http::Listener gone(world.loop, "127.0.0.1", 0, [](const auto&) {});
        port = gone.port();
    }
    world.run(nobody(world, port));
}

}  // namespace
}  // namespace herald::sandbox
