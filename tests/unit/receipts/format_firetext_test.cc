#include "receipts/formats/firetext.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fmt/format.h>

namespace herald::receipts {
namespace {

using notifications::Status;

Receipt receipt(std::string_view body) {
    const auto parsed = parse_firetext_receipt(body);
    const Receipt* found = std::get_if<Receipt>(&parsed);
    return found ? *found : Receipt{.reference = "no receipt: " + std::get<FormatError>(parsed).body};
}

TEST(FiretextReceipt, ReadsTheExampleOfTheContract) {
    const Receipt r = receipt(
        "mobile=447700900123&status=1&code=102&reference=5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01&time=2026-07-03+10%3A15%"
        "3A02");
    EXPECT_EQ(r.key, Receipt::Key::notification_id);
    EXPECT_EQ(r.reference, "5b1c0e7a-3f7e-4a51-9c7e-0d6f7b8a9c01");
    EXPECT_EQ(r.provider, "firetext");
    EXPECT_EQ(r.status, Status::permanent_failure);
    EXPECT_EQ(r.status_code, "1");
    EXPECT_EQ(r.detail_code, "102");
    EXPECT_EQ(r.detail, "Absent Subscriber");
    EXPECT_EQ(r.provider_time, Timestamp::parse_iso("2026-07-03T09:15:02Z"));
}

struct StatusCase {
    std::string_view status, code;
    Status current, expected;
    std::string_view detail = "";
};

class FiretextStatus : public testing::TestWithParam<StatusCase> {};

INSTANTIATE_TEST_SUITE_P(
    Table, FiretextStatus,
    testing::Values(StatusCase{"0", "", Status::sending, Status::delivered},
                    StatusCase{"0", "", Status::pending, Status::delivered},
                    StatusCase{"0", "101", Status::sending, Status::delivered},
                    StatusCase{"2", "", Status::sending, Status::pending},
                    StatusCase{"1", "000", Status::sending, Status::temporary_failure, "No error reported"},
                    StatusCase{"1", "101", Status::sending, Status::permanent_failure, "Unknown Subscriber"},
                    StatusCase{"1", "101", Status::pending, Status::permanent_failure, "Unknown Subscriber"},
                    StatusCase{"1", "102", Status::sending, Status::temporary_failure, "Absent Subscriber"},
                    StatusCase{"1", "103", Status::sending, Status::temporary_failure, "Subscriber Busy"},
                    StatusCase{"1", "104", Status::sending, Status::temporary_failure, "No Subscriber Memory"},
                    StatusCase{"1", "201", Status::sending, Status::permanent_failure, "Invalid Number"},
                    StatusCase{"1", "301", Status::sending, Status::permanent_failure, "SMS Not Supported"},
                    StatusCase{"1", "302", Status::sending, Status::temporary_failure, "SMS Not Supported"},
                    StatusCase{"1", "401", Status::sending, Status::permanent_failure, "Message Rejected"},
                    StatusCase{"1", "900", Status::sending, Status::temporary_failure, "Routing Error"},
                    StatusCase{"1", "", Status::sending, Status::permanent_failure},
                    StatusCase{"1", "", Status::pending, Status::temporary_failure},
                    StatusCase{"1", "555", Status::sending, Status::permanent_failure},
                    StatusCase{"1", "555", Status::pending, Status::temporary_failure},
                    StatusCase{"3", "101", Status::pending, Status::technical_failure},
                    StatusCase{"ok", "", Status::sending, Status::technical_failure}));

TEST_P(FiretextStatus, MeansWhatTheTableSays) {
    const StatusCase& c = GetParam();
    const Receipt r =
        refine_firetext(receipt(fmt::format("status={}&code={}&reference=x", c.status, c.code)), c.current);
    EXPECT_EQ(r.status, c.expected);
    EXPECT_EQ(r.detail, c.detail);
    EXPECT_EQ(is_known_firetext_status(c.status), c.expected != Status::technical_failure);
}

TEST(FiretextReceipt, NamesWhatIsMissing) {
    const auto check = [](std::string_view body, std::string_view answer) {
        const auto parsed = parse_firetext_receipt(body);
        ASSERT_TRUE(std::holds_alternative<FormatError>(parsed)) << body;
        EXPECT_EQ(std::get<FormatError>(parsed).status, 400);
        EXPECT_EQ(std::get<FormatError>(parsed).body, answer);
    };
    check("status=0", R"({"result":"error","message":["Firetext callback failed: reference missing"]})");
    check("status=&reference=x", R"({"result":"error","message":["Firetext callback failed: status missing"]})");
    check("", R"({"result":"error","message":["Firetext callback failed: status missing",)"
              R"("Firetext callback failed: reference missing"]})");
}

TEST(FiretextReceipt, IgnoresATimeThatIsNone) {
    EXPECT_FALSE(receipt("status=0&reference=x&time=never").provider_time);
    EXPECT_FALSE(receipt("status=0&reference=x").provider_time);
}

RC_GTEST_PROP(FiretextReceiptProperty, AnyBodyIsAReceiptOrAnError, (const std::string& body)) {
    const auto parsed = parse_firetext_receipt(body);
    RC_ASSERT(std::holds_alternative<FormatError>(parsed) || std::holds_alternative<Receipt>(parsed));
}

}  // namespace
}  // namespace herald::receipts
