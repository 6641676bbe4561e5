#include "callbacks/callback.h"

#include <gtest/gtest.h>

namespace herald::callbacks {
namespace {

DeliveryStatus full() {
    DeliveryStatus values;
    values.notification_id = *Uuid::parse("11111111-1111-4111-8111-111111111111");
    values.client_reference = "order 7";
    values.recipient = "07900 900 123";
    values.status = "delivered";
    values.created_at = *Timestamp::parse_iso("2026-06-01T12:00:00Z");
    values.completed_at = *Timestamp::parse_iso("2026-06-01T12:00:05Z");
    values.sent_at = *Timestamp::parse_iso("2026-06-01T12:00:01Z");
    values.notification_type = "sms";
    values.template_id = *Uuid::parse("22222222-2222-4222-8222-222222222222");
    values.template_version = 2;
    return values;
}

TEST(DeliveryStatusJson, HasTheKeysOfTheContract) {
    EXPECT_EQ(
        delivery_status_json(full()),
        R"({"id":"11111111-1111-4111-8111-111111111111","reference":"order 7","to":"07900 900 123",)"
        R"("status":"delivered","created_at":"2026-06-01T12:00:00.000000Z",)"
        R"("completed_at":"2026-06-01T12:00:05.000000Z","sent_at":"2026-06-01T12:00:01.000000Z",)"
        R"("notification_type":"sms","template_id":"22222222-2222-4222-8222-222222222222","template_version":2})");
}

// S-093, S-096: times that are not known are null, and so is the recipient of an archived message (S-087).
TEST(DeliveryStatusJson, HasNullsForWhatIsNotKnown) {
    DeliveryStatus values = full();
    values.client_reference = values.recipient = std::nullopt;
    values.completed_at = values.sent_at = std::nullopt;
    values.status = "temporary-failure";
    EXPECT_EQ(
        delivery_status_json(values),
        R"({"id":"11111111-1111-4111-8111-111111111111","reference":null,"to":null,"status":"temporary-failure",)"
        R"("created_at":"2026-06-01T12:00:00.000000Z","completed_at":null,"sent_at":null,"notification_type":"sms",)"
        R"("template_id":"22222222-2222-4222-8222-222222222222","template_version":2})");
}

TEST(ComplaintJson, HasTheKeysOfTheContract) {
    ComplaintEvent event;
    event.notification_id = *Uuid::parse("11111111-1111-4111-8111-111111111111");
    event.complaint_id = *Uuid::parse("33333333-3333-4333-8333-333333333333");
    event.recipient = "ada@example.com";
    EXPECT_EQ(complaint_json(event),
              R"({"notification_id":"11111111-1111-4111-8111-111111111111",)"
              R"("complaint_id":"33333333-3333-4333-8333-333333333333","reference":null,"to":"ada@example.com",)"
              R"("complaint_date":null})");
}

// S-094: what travels in a row is sealed, and comes back whole.
TEST(CallbackPayload, OpensToWhatWasSealedAndShowsNothing) {
    const std::vector<std::string> secrets{"a secret"};
    const crypto::Sealer sealer(secrets);
    Callback callback;
    callback.url = "https://service.example/status";
    callback.bearer_token = "the-token-of-the-service";
    callback.body = delivery_status_json(full());
    const std::string sealed = seal_payload(sealer, callback);
    for (const std::string_view clear : {"service.example", "the-token", "07900", "delivered"})
        EXPECT_EQ(sealed.find(clear), std::string::npos) << clear;
    Callback opened;
    ASSERT_TRUE(open_payload(sealer, sealed, opened));
    EXPECT_EQ(opened.url, callback.url);
    EXPECT_EQ(opened.bearer_token, callback.bearer_token);
    EXPECT_EQ(opened.body, callback.body);
}

TEST(CallbackPayload, DoesNotOpenWhenItIsDamagedOrForeign) {
    const std::vector<std::string> secrets{"a secret"}, others{"another secret"};
    std::string sealed = seal_payload(crypto::Sealer(secrets), Callback{});
    Callback opened;
    EXPECT_FALSE(open_payload(crypto::Sealer(others), sealed, opened));
    sealed.back() = static_cast<char>(sealed.back() ^ 1);
    EXPECT_FALSE(open_payload(crypto::Sealer(secrets), sealed, opened));
    // Sealed by us, but cut short before it was sealed.
    EXPECT_FALSE(
        open_payload(crypto::Sealer(secrets), crypto::Sealer(secrets).seal("abc", "callback.payload"), opened));
}

}  // namespace
}  // namespace herald::callbacks
