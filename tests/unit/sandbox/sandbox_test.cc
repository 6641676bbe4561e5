#include "sandbox/sandbox.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "crypto/sns_signature.h"
#include "delivery/providers/firetext.h"
#include "delivery/providers/mmg.h"
#include "delivery/providers/ses.h"
#include "loopback.h"
#include "receipts/formats/firetext.h"
#include "receipts/formats/mmg.h"
#include "receipts/formats/ses.h"

// The real provider clients and the real readers of receipts, against the emulators, over HTTP.

namespace herald::sandbox {
namespace {

using delivery::OutgoingEmail;
using delivery::OutgoingSms;
using delivery::SendResult;
using notifications::Status;
using Outcome = SendResult::Outcome;

OutgoingSms sms_to(Loopback& world, std::string recipient) {
    OutgoingSms sms;
    sms.notification_id = world.ids.next_ordered();
    sms.recipient = std::move(recipient);
    sms.sender = "Council";
    sms.content = "Hello";
    return sms;
}

OutgoingEmail email_to(Loopback& world, std::string recipient) {
    OutgoingEmail mail;
    mail.notification_id = world.ids.next_ordered();
    mail.recipient = std::move(recipient);
    mail.from_name = "Council";
    mail.from_address = "council@mail.example";
    mail.subject = "Hello";
    mail.text = "Hello";
    mail.html = "<p>Hello</p>";
    return mail;
}

delivery::MmgProvider mmg_for(Loopback& world, Duration timeout = std::chrono::seconds(10)) {
    delivery::MmgSettings settings;
    settings.url = world.url() + "/mmg";
    settings.timeout = timeout;
    return {world.client, settings};
}

delivery::FiretextProvider firetext_for(Loopback& world) {
    delivery::FiretextSettings settings;
    settings.url = world.url() + "/firetext";
    return {world.client, settings};
}

delivery::SesProvider ses_for(Loopback& world) {
    delivery::SesSettings settings;
    settings.endpoint = world.url();
    return {world.client, world.clock, settings};
}

receipts::Receipt read_mmg_receipt(const Received& request) {
    EXPECT_EQ(request.path, "/notifications/sms/mmg");
    return std::get<receipts::Receipt>(receipts::parse_mmg_receipt(request.body));
}

receipts::Receipt read_firetext_receipt(const Received& request, Status current) {
    EXPECT_EQ(request.path, "/notifications/sms/firetext");
    EXPECT_EQ(request.content_type, "application/x-www-form-urlencoded");
    const auto parsed = receipts::parse_firetext_receipt(request.body);
    return receipts::refine_firetext(std::get<receipts::Receipt>(parsed), current);
}

receipts::SesEvent read_ses_event(const Received& request) {
    EXPECT_EQ(request.path, "/notifications/email/ses");
    const auto envelope = crypto::parse_sns_envelope(request.body);
    EXPECT_TRUE(envelope) << request.body;
    return receipts::parse_ses_message(envelope ? envelope->message : "");
}

struct SmsCase {
    std::string recipient;
    Status status;
};

Task<void> mmg_tells(Loopback& world, SmsCase c) {
    delivery::MmgProvider provider = mmg_for(world);
    const OutgoingSms sms = sms_to(world, c.recipient);
    const SendResult result = co_await provider.send(sms);
    EXPECT_EQ(result.outcome, Outcome::accepted) << result.error;
    co_await world.receipts(1);
    const receipts::Receipt receipt = read_mmg_receipt(world.received[0]);
    EXPECT_EQ(receipt.reference, sms.notification_id.to_string());
    EXPECT_EQ(receipt.status, c.status);
    EXPECT_FALSE(receipt.detail.empty());
    EXPECT_TRUE(receipt.provider_time);
}

TEST(SandboxMmg, TellsWhatTheNumberAsksFor) {
    for (const SmsCase& c :
         {SmsCase{"447700900123", Status::delivered}, SmsCase{"447700900001", Status::delivered},
          SmsCase{"447700900002", Status::permanent_failure}, SmsCase{"447700900003", Status::temporary_failure}}) {
        Loopback world;
        world.run(mmg_tells(world, c));
    }
}

Task<void> firetext_tells(Loopback& world, SmsCase c) {
    delivery::FiretextProvider provider = firetext_for(world);
    const OutgoingSms sms = sms_to(world, c.recipient);
    const SendResult result = co_await provider.send(sms);
    EXPECT_EQ(result.outcome, Outcome::accepted) << result.error;
    Status status = Status::sending;
    const std::size_t steps = c.status == Status::temporary_failure ? 2 : 1;
    co_await world.receipts(steps);
    for (std::size_t i = 0; i < steps; ++i) {
        const receipts::Receipt receipt = read_firetext_receipt(world.received[i], status);
        EXPECT_EQ(receipt.reference, sms.notification_id.to_string());
        status = receipt.status;
        EXPECT_EQ(status == Status::pending, i + 1 < steps);
    }
    EXPECT_EQ(status, c.status);
}

TEST(SandboxFiretext, TellsWhatTheNumberAsksFor) {
    for (const SmsCase& c :
         {SmsCase{"447700900123", Status::delivered}, SmsCase{"447700900002", Status::permanent_failure},
          SmsCase{"447700900003", Status::temporary_failure}}) {
        Loopback world;
        world.run(firetext_tells(world, c));
    }
}

Task<void> ses_tells(Loopback& world, SmsCase c) {
    delivery::SesProvider provider = ses_for(world);
    const OutgoingEmail mail = email_to(world, c.recipient);
    const SendResult result = co_await provider.send(mail);
    EXPECT_EQ(result.outcome, Outcome::accepted) << result.error;
    EXPECT_FALSE(result.reference.empty());
    co_await world.receipts(1);
    const receipts::SesEvent event = read_ses_event(world.received[0]);
    const receipts::Receipt receipt = std::get<receipts::Receipt>(event);
    EXPECT_EQ(receipt.reference, result.reference);
    EXPECT_EQ(receipt.notification_id, mail.notification_id);
    EXPECT_EQ(receipt.status, c.status);
    EXPECT_TRUE(receipt.provider_time);
    EXPECT_TRUE(receipt.message_time);
}

TEST(SandboxSes, TellsWhatTheAddressAsksFor) {
    for (const SmsCase& c :
         {SmsCase{"ann@x.example", Status::delivered}, SmsCase{"delivered@simulator.notify", Status::delivered},
          SmsCase{"perm-fail@simulator.notify", Status::permanent_failure},
          SmsCase{"temp-fail@simulator.notify", Status::temporary_failure}}) {
        Loopback world;
        world.run(ses_tells(world, c));
    }
}

Task<void> ses_complains(Loopback& world) {
    delivery::SesProvider provider = ses_for(world);
    const OutgoingEmail mail = email_to(world, "complaint@simulator.notify");
    const SendResult result = co_await provider.send(mail);
    co_await world.receipts(2);
    EXPECT_EQ(std::get<receipts::Receipt>(read_ses_event(world.received[0])).status, Status::delivered);
    const auto complaint = std::get<receipts::Complaint>(read_ses_event(world.received[1]));
    EXPECT_EQ(complaint.reference, result.reference);
    EXPECT_EQ(complaint.recipient, "complaint@simulator.notify");
    EXPECT_EQ(complaint.type, "abuse");
    EXPECT_TRUE(complaint.feedback_id);
    EXPECT_TRUE(complaint.date);
}

TEST(SandboxSes, ComplainsAfterTheDelivery) {
    Loopback world;
    world.run(ses_complains(world));
}

Task<void> refuses_unsigned(Loopback& world) {
    http::ClientRequest request;
    request.url = world.url() + "/v2/email/outbound-emails";
    request.body = "{}";
    const http::ClientResponse response = co_await world.client.send("test", std::move(request));
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(delivery::SesProvider::classify(response).error, "http 403 MissingAuthenticationTokenException");
}

TEST(SandboxSes, RefusesWhatIsNotSigned) {
    Loopback world;
    world.run(refuses_unsigned(world));
}

Task<void> fails(Loopback& world) {
    delivery::MmgProvider mmg = mmg_for(world);
    delivery::FiretextProvider firetext = firetext_for(world);
    delivery::SesProvider ses = ses_for(world);
    const OutgoingSms sms = sms_to(world, "447700900123");
    const OutgoingEmail mail = email_to(world, "ann@x.example");
    const SendResult by_mmg = co_await mmg.send(sms);
    const SendResult by_firetext = co_await firetext.send(sms);
    const SendResult by_ses = co_await ses.send(mail);
    EXPECT_EQ(by_mmg.outcome, Outcome::retryable);
    EXPECT_EQ(by_firetext.outcome, Outcome::retryable);
    EXPECT_EQ(by_ses.outcome, Outcome::retryable);
    const http::ClientResponse seen = co_await world.get("/seen");
    EXPECT_EQ(seen.body, "{}");
    const http::ClientResponse count = co_await world.get("/seen/count");
    EXPECT_EQ(JsonDocument::parse(count.body).value()["receipts_pending"].as_integer(), 0);
}

TEST(SandboxFaults, AFailedRequestWasNotTaken) {
    SandboxOptions options = Loopback::quick();
    options.error_rate = 1;
    Loopback world(options);
    world.run(fails(world));
}

Task<void> times_out(Loopback& world) {
    delivery::MmgProvider provider = mmg_for(world, std::chrono::milliseconds(100));
    const OutgoingSms sms = sms_to(world, "447700900123");
    const SendResult result = co_await provider.send(sms);
    EXPECT_EQ(result.outcome, Outcome::unknown);
    co_await world.receipts(1);
    EXPECT_EQ(read_mmg_receipt(world.received[0]).reference, sms.notification_id.to_string());
}

TEST(SandboxFaults, AnAnswerThatComesTooLateStandsForAMessageTaken) {
    SandboxOptions options = Loopback::quick();
    options.timeout_rate = 1;
    Loopback world(options);
    world.run(times_out(world));
}

Task<void> answers_late(Loopback& world) {
    delivery::MmgProvider provider = mmg_for(world);
    const OutgoingSms sms = sms_to(world, "447700900123");
    const Timestamp before = world.clock.now();
    const SendResult result = co_await provider.send(sms);
    EXPECT_EQ(result.outcome, Outcome::accepted);
    EXPECT_GE(world.clock.now() - before, std::chrono::milliseconds(40));
    EXPECT_TRUE(world.received.empty()) << "the receipt overtook the answer";
    co_await world.receipts(1);
}

TEST(SandboxFaults, ASlowAnswerComesBeforeTheReceipt) {
    SandboxOptions options = Loopback::quick();
    options.answer_delay = {std::chrono::milliseconds(50), std::chrono::milliseconds(60)};
    options.receipt_delay = {std::chrono::milliseconds(20), std::chrono::milliseconds(30)};
    Loopback world(options);
    world.run(answers_late(world));
}

Task<void> tells_twice(Loopback& world) {
    delivery::SesProvider provider = ses_for(world);
    const OutgoingEmail mail = email_to(world, "ann@x.example");
    const SendResult result = co_await provider.send(mail);
    EXPECT_EQ(result.outcome, Outcome::accepted);
    co_await world.receipts(2);
    const auto first = crypto::parse_sns_envelope(world.received[0].body);
    const auto second = crypto::parse_sns_envelope(world.received[1].body);
    EXPECT_EQ(first->message_id, second->message_id);
}

TEST(SandboxReceipts, MayComeTwice) {
    SandboxOptions options = Loopback::quick();
    options.duplicate_receipt_rate = 1;
    Loopback world(options);
    world.run(tells_twice(world));
}

Task<void> tries_again(Loopback& world) {
    world.answers = {503, 500};
    delivery::MmgProvider provider = mmg_for(world);
    const OutgoingSms sms = sms_to(world, "447700900123");
    const SendResult result = co_await provider.send(sms);
    EXPECT_EQ(result.outcome, Outcome::accepted);
    co_await world.receipts(3);
    for (const Received& request : world.received)
        EXPECT_EQ(read_mmg_receipt(request).reference, sms.notification_id.to_string());
}

TEST(SandboxReceipts, AreTriedAgainWhenTheReceiverFails) {
    Loopback world;
    world.run(tries_again(world));
}

Task<void> gives_up(Loopback& world) {
    world.answers = {400};
    delivery::MmgProvider provider = mmg_for(world);
    const OutgoingSms first = sms_to(world, "447700900123");
    const OutgoingSms second = sms_to(world, "447700900123");
    co_await provider.send(first);
    co_await world.receipts(1);
    co_await provider.send(second);
    co_await world.receipts(2);
    EXPECT_EQ(read_mmg_receipt(world.received[1]).reference, second.notification_id.to_string());
    const http::ClientResponse response = co_await world.get("/seen/count");
    EXPECT_EQ(JsonDocument::parse(response.body).value()["receipts_lost"].as_integer(), 1);
}

TEST(SandboxReceipts, AreLostWhenTheReceiverRefusesThem) {
    Loopback world;
    world.run(gives_up(world));
}

Task<void> holds_back(Loopback& world) {
    delivery::MmgProvider provider = mmg_for(world);
    const OutgoingSms sms = sms_to(world, "447700900123");
    const SendResult first = co_await provider.send(sms);
    const SendResult second = co_await provider.send(sms);
    EXPECT_EQ(first.outcome, Outcome::accepted);
    EXPECT_EQ(second.outcome, Outcome::retryable);
    EXPECT_EQ(second.error, "http 503");
}

TEST(SandboxReceipts, AreBounded) {
    SandboxOptions options = Loopback::quick();
    options.receipt_delay = {std::chrono::seconds(60), std::chrono::seconds(60)};
    options.receipts_pending_max = 1;
    Loopback world(options);
    world.run(holds_back(world));
}

Task<void> remembers(Loopback& world) {
    delivery::MmgProvider mmg = mmg_for(world);
    delivery::FiretextProvider firetext = firetext_for(world);
    delivery::SesProvider ses = ses_for(world);
    const OutgoingSms sms = sms_to(world, "447700900123");
    const OutgoingEmail mail = email_to(world, "ann@x.example");
    co_await mmg.send(sms);
    co_await firetext.send(sms);
    co_await ses.send(mail);
    co_await world.receipts(3);
    const http::ClientResponse seen = co_await world.get("/seen");
    const JsonDocument times = JsonDocument::parse(seen.body).value();
    EXPECT_EQ(times.root().size(), 2u);
    EXPECT_EQ(times[sms.notification_id.to_string()].as_integer(), 2);
    EXPECT_EQ(times[mail.notification_id.to_string()].as_integer(), 1);
    const http::ClientResponse response = co_await world.get("/seen/count");
    const JsonDocument count = JsonDocument::parse(response.body).value();
    EXPECT_EQ(count["accepted"].as_integer(), 3);
    EXPECT_EQ(count["distinct"].as_integer(), 2);
    EXPECT_EQ(count["more_than_once"].as_integer(), 1);
}

TEST(SandboxRecord, CountsEachNotification) {
    Loopback world;
    world.run(remembers(world));
}

Task<void> forgets(Loopback& world) {
    const http::ClientResponse seen = co_await world.get("/seen");
    EXPECT_EQ(seen.status, 404);
    const http::ClientResponse count = co_await world.get("/seen/count");
    EXPECT_EQ(JsonDocument::parse(count.body).value()["accepted"].as_integer(), 0);
    const http::ClientResponse root = co_await world.get("/");
    EXPECT_EQ(root.status, 200);
    EXPECT_EQ(root.body, "ok");
}

TEST(SandboxRecord, IsKeptOnlyOnRequest) {
    SandboxOptions options = Loopback::quick();
    options.record = false;
    Loopback world(options);
    world.run(forgets(world));
}

}  // namespace
}  // namespace herald::sandbox
