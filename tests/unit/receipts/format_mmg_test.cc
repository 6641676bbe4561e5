#include "receipts/formats/mmg.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

namespace herald::receipts {
namespace {

using notifications::Status;

Receipt receipt(std::string_view body) {
    const auto parsed = parse_mmg_receipt(body);
    const Receipt* found = std::get_if<Receipt>(&parsed);
    return found ? *found : Receipt{.reference = "no receipt: " + std::get<FormatError>(parsed).body};
}

FormatError error(std::string_view body) {
    const auto parsed = parse_mmg_receipt(body);
    const FormatError* found = std::get_if<FormatError>(&parsed);
    return found ? *found : FormatError{200, "no error"};
}

TEST(MmgReceipt, ReadsTheExampleOfTheContract) {
    const Receipt r =
        receipt(R"({"CID":"5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01","MSISDN":"447700900123",)"
                R"("reference":"81277","status":"3","substatus":"5","deliverytime":"2026-07-03 10:15:02"})");
    EXPECT_EQ(r.key, Receipt::Key::notification_id);
    EXPECT_EQ(r.reference, "5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01");
    EXPECT_EQ(r.provider, "mmg");
    EXPECT_EQ(r.status, Status::delivered);
    EXPECT_EQ(r.status_code, "3");
    EXPECT_EQ(r.detail_code, "5");
    EXPECT_EQ(r.detail, "Delivered to handset");
    EXPECT_EQ(r.provider_time, Timestamp::parse_iso("2026-07-03T09:15:02Z"));
}

struct StatusCase {
    std::string_view status, substatus;
    Status expected;
    std::string_view detail;
};

class MmgStatus : public testing::TestWithParam<StatusCase> {};

INSTANTIATE_TEST_SUITE_P(
    Table, MmgStatus,
    testing::Values(StatusCase{"2", "1", Status::permanent_failure, "Number does not exist"},
                    StatusCase{"2", "4", Status::permanent_failure, "Rejected by operator"},
                    StatusCase{"2", "5", Status::permanent_failure, "Unidentified Subscriber"},
                    StatusCase{"2", "9", Status::permanent_failure, "Undelivered"},
                    StatusCase{"2", "11", Status::permanent_failure, "Service for Subscriber suspended"},
                    StatusCase{"2", "12", Status::permanent_failure, "Illegal equipment"},
                    StatusCase{"2", "2049", Status::permanent_failure, "Subscriber IMSI blacklisted"},
                    StatusCase{"2", "2050", Status::permanent_failure,
                               "Number blacklisted in do-not-disturb blacklist"},
                    StatusCase{"2", "2052", Status::permanent_failure, "Destination number blacklisted"},
                    StatusCase{"2", "2053", Status::permanent_failure, "Source address blacklisted"},
                    StatusCase{"2", "77", Status::permanent_failure, ""},
                    StatusCase{"3", "2", Status::delivered, "Delivered to operator"},
                    StatusCase{"3", "5", Status::delivered, "Delivered to handset"},
                    StatusCase{"4", "6", Status::temporary_failure, "Absent Subscriber"},
                    StatusCase{"4", "8", Status::temporary_failure, "Roaming not allowed"},
                    StatusCase{"4", "13", Status::temporary_failure, "SMS Not Supported"},
                    StatusCase{"4", "15", Status::temporary_failure, "Expired"},
                    StatusCase{"4", "27", Status::temporary_failure, "Absent Subscriber"},
                    StatusCase{"4", "29", Status::temporary_failure, "Invalid delivery report"},
                    StatusCase{"4", "32", Status::temporary_failure, "Delivery Failure"},
                    StatusCase{"5", "6", Status::permanent_failure, "Network out of coverage"},
                    StatusCase{"5", "8", Status::permanent_failure, "Incorrect number prefix"},
                    StatusCase{"5", "10", Status::permanent_failure, "Number on do-not-disturb service"},
                    StatusCase{"5", "11", Status::permanent_failure, "Sender id not registered"},
                    StatusCase{"5", "13", Status::permanent_failure, "Sender id blacklisted"},
                    StatusCase{"5", "14", Status::permanent_failure, "Destination number blacklisted"},
                    StatusCase{"5", "19", Status::permanent_failure, "Routing unavailable"},
                    StatusCase{"5", "20", Status::permanent_failure, "Rejected by anti-flooding mechanism"},
                    StatusCase{"5", "21", Status::permanent_failure, "System error"},
                    StatusCase{"5", "23", Status::permanent_failure, "Duplicate message id"},
                    StatusCase{"5", "24", Status::permanent_failure, "Message formatted incorrectly"},
                    StatusCase{"5", "25", Status::permanent_failure, "Message too long"},
                    StatusCase{"5", "51", Status::permanent_failure, "Missing recipient value"},
                    StatusCase{"5", "52", Status::permanent_failure, "Invalid destination"},
                    StatusCase{"0", "5", Status::technical_failure, ""},
                    StatusCase{"6", "1", Status::technical_failure, ""},
                    StatusCase{"03", "5", Status::technical_failure, ""},
                    StatusCase{"delivered", "5", Status::technical_failure, ""}));

TEST_P(MmgStatus, MeansWhatTheTableSays) {
    const StatusCase& c = GetParam();
    const Receipt r = receipt(fmt::format(R"({{"CID":"x","status":"{}","substatus":"{}"}})", c.status, c.substatus));
    EXPECT_EQ(r.status, c.expected);
    EXPECT_EQ(r.detail, c.detail);
    EXPECT_EQ(is_known_mmg_status(c.status), c.expected != Status::technical_failure);
}

TEST_P(MmgStatus, MayBeANumber) {
    const StatusCase& c = GetParam();
    if (c.status == "delivered" || c.status == "03") return;  // no JSON numbers
    const Receipt r = receipt(fmt::format(R"({{"CID":"x","status":{},"substatus":{}}})", c.status, c.substatus));
    EXPECT_EQ(r.status, c.expected);
    EXPECT_EQ(r.detail, c.detail);
}

struct ErrorCase {
    std::string_view body;
    int status;
    std::string_view answer;
};

class MmgError : public testing::TestWithParam<ErrorCase> {};

constexpr std::string_view server_error = R"({"result":"error","message":"Internal server error"})";
constexpr std::string_view both =
    R"({"result":"error","message":["MMG callback failed: status missing","MMG callback failed: CID missing"]})";

INSTANTIATE_TEST_SUITE_P(
    Bodies, MmgError,
    testing::Values(ErrorCase{"", 500, server_error}, ErrorCase{"{", 500, server_error},
                    ErrorCase{"[]", 500, server_error}, ErrorCase{"null", 500, server_error},
                    ErrorCase{"\"status\"", 500, server_error}, ErrorCase{"status=3&CID=x", 500, server_error},
                    ErrorCase{R"({"status":"3","CID":"x","deliverytime":7})", 500, server_error},
                    ErrorCase{R"({"status":"3","CID":"x","deliverytime":{}})", 500, server_error},
                    ErrorCase{"{}", 400, both}, ErrorCase{R"({"status":"","CID":""})", 400, both},
                    ErrorCase{R"({"CID":"x"})", 400,
                              R"({"result":"error","message":["MMG callback failed: status missing"]})"},
                    ErrorCase{R"({"status":"3","cid":"x"})", 400,
                              R"({"result":"error","message":["MMG callback failed: CID missing"]})"}));

TEST_P(MmgError, HasTheAnswerOfTheContract) {
    const FormatError e = error(GetParam().body);
    EXPECT_EQ(e.status, GetParam().status);
    EXPECT_EQ(e.body, GetParam().answer);
}

TEST(MmgReceipt, TakesZeroNullAndOddIds) {
    EXPECT_EQ(receipt(R"({"status":0,"CID":7})").reference, "7");
    EXPECT_EQ(receipt(R"({"status":0,"CID":7})").status, Status::technical_failure);
    EXPECT_EQ(receipt(R"({"status":null,"CID":null})").reference, "None");
    EXPECT_EQ(receipt(R"({"status":null,"CID":null})").status_code, "None");
}

TEST(MmgReceipt, IgnoresATimeThatIsNone) {
    for (const std::string_view time : {"\"\"", "\"soon\"", "\"2026-13-13 10:00:00\"", "null"}) {
        const Receipt r = receipt(fmt::format(R"({{"CID":"x","status":"3","deliverytime":{}}})", time));
        EXPECT_EQ(r.status, Status::delivered) << time;
        EXPECT_FALSE(r.provider_time) << time;
    }
}

RC_GTEST_PROP(MmgReceiptProperty, AnyBodyIsAReceiptOrAnError, (const std::string& body)) {
    const auto parsed = parse_mmg_receipt(body);
    RC_ASSERT(std::holds_alternative<FormatError>(parsed) || std::holds_alternative<Receipt>(parsed));
}

}  // namespace
}  // namespace herald::receipts
