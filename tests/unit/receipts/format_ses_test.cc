#include "receipts/formats/ses.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

namespace herald::receipts {
namespace {

using notifications::Status;

constexpr std::string_view mail =
    R"({"messageId":"0102019c-1","timestamp":"2026-02-03T10:15:02.123Z","source":"a@b.example","destination":["u@x.example"]})";
constexpr std::string_view our_id = "5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01";

template <class T>
T parse(const std::string& message) {
    const SesEvent event = parse_ses_message(message);
    const T* found = std::get_if<T>(&event);
    EXPECT_TRUE(found) << message;
    return found ? *found : T{};
}

TEST(SesMessage, ReadsADelivery) {
    const Receipt r = parse<Receipt>(fmt::format(
        R"({{"notificationType":"Delivery","mail":{},"delivery":{{"timestamp":"2026-02-03T10:15:03.456Z"}}}})", mail));
    EXPECT_EQ(r.key, Receipt::Key::provider_reference);
    EXPECT_EQ(r.reference, "0102019c-1");
    EXPECT_EQ(r.provider, "ses");
    EXPECT_EQ(r.status, Status::delivered);
    EXPECT_EQ(r.status_code, "Delivery");
    EXPECT_EQ(r.message_time, Timestamp::parse_iso("2026-02-03T10:15:02.123Z"));
    EXPECT_EQ(r.provider_time, Timestamp::parse_iso("2026-02-03T10:15:03.456Z"));
    EXPECT_FALSE(r.notification_id);
}

TEST(SesMessage, TakesADeliveryWithoutItsObject) {
    const Receipt r = parse<Receipt>(fmt::format(R"({{"mail":{},"notificationType":"Delivery"}})", mail));
    EXPECT_EQ(r.status, Status::delivered);
    EXPECT_FALSE(r.provider_time);
}

struct BounceCase {
    std::string_view type, subtype;
    Status expected;
    std::string_view detail_code;
};

class SesBounce : public testing::TestWithParam<BounceCase> {};

INSTANTIATE_TEST_SUITE_P(
    Table, SesBounce,
    testing::Values(BounceCase{"Permanent", "General", Status::permanent_failure, "Permanent/General"},
                    BounceCase{"Permanent", "NoEmail", Status::permanent_failure, "Permanent/NoEmail"},
                    BounceCase{"Permanent", "Suppressed", Status::permanent_failure, "Permanent/Suppressed"},
                    BounceCase{"Permanent", "OnAccountSuppressionList", Status::permanent_failure,
                               "Permanent/OnAccountSuppressionList"},
                    BounceCase{"Transient", "General", Status::temporary_failure, "Transient/General"},
                    BounceCase{"Transient", "MailboxFull", Status::temporary_failure, "Transient/MailboxFull"},
                    BounceCase{"Undetermined", "Undetermined", Status::temporary_failure, "Undetermined/Undetermined"},
                    BounceCase{"Temporary", "General", Status::temporary_failure, "Temporary/General"},
                    BounceCase{"permanent", "", Status::temporary_failure, "permanent"},
                    BounceCase{"", "", Status::temporary_failure, ""}));

TEST_P(SesBounce, IsPermanentOnlyWhenItSaysSo) {
    const BounceCase& c = GetParam();
    for (const std::string_view discriminator : {"notificationType", "eventType"}) {
        const Receipt r = parse<Receipt>(fmt::format(
            R"({{"{}":"Bounce","mail":{},"bounce":{{"bounceType":"{}","bounceSubType":"{}","timestamp":"2026-02-03T10:15:04Z"}}}})",
            discriminator, mail, c.type, c.subtype));
        EXPECT_EQ(r.status, c.expected);
        EXPECT_EQ(r.detail_code, c.detail_code);
        EXPECT_EQ(r.reference, "0102019c-1");
        EXPECT_EQ(r.provider_time, Timestamp::parse_iso("2026-02-03T10:15:04Z"));
    }
}

TEST(SesMessage, ReadsAComplaint) {
    const Complaint c = parse<Complaint>(fmt::format(
        R"({{"notificationType":"Complaint","mail":{},"complaint":{{"feedbackId":"f-1","complaintFeedbackType":"abuse",)"
        R"("complaintSubType":null,"timestamp":"2026-02-03T11:00:00.000Z"}}}})",
        mail));
    EXPECT_EQ(c.reference, "0102019c-1");
    EXPECT_EQ(c.recipient, "u@x.example");
    EXPECT_EQ(c.feedback_id, "f-1");
    EXPECT_EQ(c.type, "abuse");
    EXPECT_EQ(c.date, Timestamp::parse_iso("2026-02-03T11:00:00Z"));
}

TEST(SesMessage, TakesAComplaintThatSaysLittle) {
    const Complaint c = parse<Complaint>(
        R"({"notificationType":"Complaint","mail":{"messageId":"m"},"complaint":{"feedbackId":null}})");
    EXPECT_EQ(c.reference, "m");
    EXPECT_FALSE(c.recipient || c.feedback_id || c.type || c.date);
}

TEST(SesMessage, FindsOurIdInTagsOrHeaders) {
    const Receipt tagged = parse<Receipt>(fmt::format(
        R"({{"eventType":"Delivery","mail":{{"messageId":"m","tags":{{"notification_id":["{}"]}}}}}})", our_id));
    EXPECT_EQ(tagged.notification_id, Uuid::parse(our_id));
    const Receipt with_headers =
        parse<Receipt>(fmt::format(R"({{"notificationType":"Delivery","mail":{{"headers":[{{"name":"To","value":"x"}},)"
                                   R"({{"name":"X-Herald-Notification-Id","value":"{}"}}]}}}})",
                                   our_id));
    EXPECT_EQ(with_headers.notification_id, Uuid::parse(our_id));
    EXPECT_EQ(with_headers.reference, "");
}

TEST(SesMessage, IgnoresEventsThatChangeNothing) {
    for (const std::string_view type : {"Send", "Reject", "Open", "Click", "DeliveryDelay", "Rendering Failure", "New"})
        EXPECT_EQ(parse<IgnoredEvent>(fmt::format(R"({{"eventType":"{}","mail":{}}})", type, mail)).type, type);
}

TEST(SesMessage, AnswersWhatIsNoEventWithAnError) {
    for (const std::string_view message :
         {"", "{", "[]", "null", "7", "{}", R"({"notificationType":7})", R"({"notificationType":"Delivery"})",
          R"({"notificationType":"Delivery","mail":7})", R"({"notificationType":"Delivery","mail":{"messageId":7}})",
          R"({"notificationType":"Bounce","mail":{"messageId":""}})",
          R"({"notificationType":"Complaint","mail":[]})"}) {
        const FormatError e = parse<FormatError>(std::string(message));
        EXPECT_EQ(e.status, 400) << message;
        EXPECT_TRUE(e.body.starts_with(R"({"result":"error","message":)")) << e.body;
    }
}

/// Any cut and any changed byte of a real message.
RC_GTEST_PROP(SesMessageProperty, ADamagedMessageIsAValueToo, (const std::string& noise)) {
    std::string message = fmt::format(
        R"({{"notificationType":"Bounce","mail":{},"bounce":{{"bounceType":"Permanent","bouncedRecipients":[{{}}]}}}})",
        mail);
    const auto at = *rc::gen::inRange<std::size_t>(0, message.size());
    const auto length = *rc::gen::inRange<std::size_t>(0, message.size() - at);
    message.replace(at, length, noise);
    RC_ASSERT(!parse_ses_message(message).valueless_by_exception());
}

}  // namespace
}  // namespace herald::receipts
