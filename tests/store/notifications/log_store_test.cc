#include "notifications/log_store.h"

#include <gtest/gtest.h>

#include "notifications/counts.h"
#include "support/database.h"

namespace herald::notifications {
namespace {

using services::KeyType;

class MessagesThatAreBilled : public test::StoreTest {
protected:
    void add(const char* created_at, Channel channel, Status status, KeyType key_type = KeyType::normal) {
        Notification message;
        message.service_id = service_id_;
        message.channel = channel;
        message.status = status;
        message.key_type = key_type;
        message.created_at = *Timestamp::parse_iso(created_at);
        store().write_now([&](db::Transaction& tx) {
            CountChanges changes;
            changes.created(message);
            changes.flush(tx, 0);
        });
    }
    std::int64_t count(const char* query = "", const char* now = "2026-11-10T10:00:00Z") {
        const auto filter = std::get<LogFilter>(read_log_filter(http::parse_form(query)));
        return store().read_now([&](db::Transaction& tx) {
            return count_billed_messages(tx, service_id_, filter, *Timestamp::parse_iso(now));
        });
    }
    const Uuid service_id_ = ids().next_random();
};
HERALD_ON_BOTH_STORES(MessagesThatAreBilled);

// Contract admin-api-messages §7.4, tasks.md §12.1.
TEST_P(MessagesThatAreBilled, AreCountedByTheirStatus) {
    constexpr const char* day = "2026-11-10T09:00:00Z";
    EXPECT_EQ(count(), 0);
    for (int i = 0; i <= static_cast<int>(Status::returned_letter); ++i) {
        for (const Channel channel : {Channel::sms, Channel::email, Channel::letter})
            add(day, channel, static_cast<Status>(i));
    }
    EXPECT_EQ(count("template_type=sms"), 6);
    EXPECT_EQ(count("template_type=email"), 4);
    EXPECT_EQ(count("template_type=letter"), 3);
    EXPECT_EQ(count("template_type=letter&template_type=sms"), 9);
    EXPECT_EQ(count(), 13);
    add(day, Channel::sms, Status::delivered, KeyType::test);
    EXPECT_EQ(count(), 13);
    add(day, Channel::sms, Status::delivered, KeyType::team);
    EXPECT_EQ(count(), 14);
}

TEST_P(MessagesThatAreBilled, AreCountedForSoManyDays) {
    for (const char* day :
         {"2026-11-10T09:00:00Z", "2026-11-08T09:00:00Z", "2026-11-03T09:00:00Z", "2026-11-02T09:00:00Z"})
        add(day, Channel::email, Status::delivered);
    EXPECT_EQ(count(), 3);
    EXPECT_EQ(count("limit_days=0"), 3) << "as if nothing was said";
    EXPECT_EQ(count("limit_days=1"), 1);
    EXPECT_EQ(count("limit_days=30"), 4);
    // In summer London's midnight is on the day before by UTC.
    add("2026-06-30T09:00:00Z", Channel::sms, Status::sent);
    EXPECT_EQ(count("limit_days=1&template_type=sms", "2026-07-02T09:00:00Z"), 1);
    EXPECT_EQ(count("limit_days=1&template_type=sms", "2026-07-02T23:30:00Z"), 0);
}

}  // namespace
}  // namespace herald::notifications
