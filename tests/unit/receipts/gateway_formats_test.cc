#include <gtest/gtest.h>

#include "receipts/formats/http_sms.h"
#include "receipts/formats/twilio.h"

namespace herald::receipts {
namespace {

using notifications::Status;

HttpReceiptFormat json_format() {
    HttpReceiptFormat format;
    format.id = "/message/id";
    format.status = "/state";
    format.error = "/code";
    format.statuses = {{"ok", "delivered"}, {"sent", "pending"}};
    return format;
}

std::vector<Receipt> receipts_in(std::string_view body, const HttpReceiptFormat& format = json_format()) {
    auto parsed = parse_http_receipts(body, format);
    if (std::get_if<FormatError>(&parsed)) throw std::runtime_error(std::get<FormatError>(parsed).body);
    return std::get<std::vector<Receipt>>(std::move(parsed));
}

TEST(HttpReceipts, AreReadWhereTheFormatSays) {
    const auto receipts = receipts_in(R"({"message": {"id": 77}, "state": "OK", "code": 5})");
    ASSERT_EQ(receipts.size(), 1U);
    EXPECT_EQ(receipts[0].reference, "77");
    EXPECT_EQ(receipts[0].key, Receipt::Key::notification_id);
    EXPECT_EQ(receipts[0].status, Status::delivered);
    EXPECT_EQ(receipts[0].detail_code, "5");
}

TEST(HttpReceipts, MayComeInAList) {
    HttpReceiptFormat format = json_format();
    format.list = "/all";
    const auto receipts = receipts_in(
        R"({"all": [{"message": {"id": "a"}, "state": "expired"}, {"message": {"id": "b"}, "state": "queued"},
                    {"message": {"id": "c"}, "state": "SENT"}, {"message": {"id": "d"}, "state": "exploded"}]})",
        format);
    ASSERT_EQ(receipts.size(), 3U);
    EXPECT_EQ(receipts[0].status, Status::temporary_failure) << "a customary word";
    EXPECT_EQ(receipts[1].status, Status::pending) << "the file's meaning goes before the customary one";
    EXPECT_EQ(receipts[2].status, Status::technical_failure);
}

TEST(HttpReceipts, MayBeForms) {
    HttpReceiptFormat format;
    format.is_form = true;
    format.id_is_reference = true;
    format.id = "ref";
    format.status = "status";
    const auto receipts = receipts_in("ref=x-1&status=Failed", format);
    ASSERT_EQ(receipts.size(), 1U);
    EXPECT_EQ(receipts[0].key, Receipt::Key::provider_reference);
    EXPECT_EQ(receipts[0].status, Status::permanent_failure);
    EXPECT_THROW(receipts_in("ref=&status=Failed", format), std::runtime_error);
}

TEST(HttpReceipts, NeedAnIdAndAStatus) {
    for (const char* body : {"", "7", "{}", R"({"message": {"id": "a"}})", R"({"message": {"id": {}}, "state": "OK"})"})
        EXPECT_THROW(receipts_in(body), std::runtime_error) << body;
}

Receipt twilio(std::string_view form) {
    auto parsed = parse_twilio_receipt(form);
    return std::get<Receipt>(std::move(parsed));
}

TEST(TwilioReceipts, BecomeStatuses) {
    EXPECT_EQ(twilio("MessageSid=SM1&MessageStatus=delivered").status, Status::delivered);
    EXPECT_EQ(twilio("MessageSid=SM1&MessageStatus=delivered").reference, "SM1");
    EXPECT_EQ(twilio("MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30005").status, Status::permanent_failure);
    EXPECT_EQ(twilio("MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30003").status, Status::temporary_failure);
    EXPECT_EQ(twilio("MessageSid=SM1&MessageStatus=failed").status, Status::permanent_failure);
    EXPECT_EQ(twilio("MessageSid=SM1&MessageStatus=canceled").status, Status::technical_failure);
    EXPECT_TRUE(std::holds_alternative<IgnoredEvent>(parse_twilio_receipt("MessageSid=SM1&MessageStatus=sent")));
    EXPECT_TRUE(std::holds_alternative<FormatError>(parse_twilio_receipt("MessageStatus=sent")));
    EXPECT_TRUE(std::holds_alternative<FormatError>(parse_twilio_receipt("MessageSid=SM1")));
}

// The example of Twilio's documentation.
TEST(TwilioSignature, CoversTheAddressAndEveryField) {
    const std::string url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const std::string form =
        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
    const std::string signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
    EXPECT_TRUE(is_twilio_signature(signature, url, form, "12345"));
    EXPECT_TRUE(is_twilio_signature(
        signature, url,
        "To=%2B18005551212&CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309", "12345"))
        << "in whatever order they come";
    EXPECT_FALSE(is_twilio_signature(signature, url, form, "12346"));
    EXPECT_FALSE(is_twilio_signature(signature, url + "x", form, "12345"));
    EXPECT_FALSE(is_twilio_signature(signature, url, form + "&x=y", "12345"));
    EXPECT_FALSE(is_twilio_signature("", url, form, "12345"));
}

}  // namespace
}  // namespace herald::receipts
