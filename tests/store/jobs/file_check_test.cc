#include "jobs/file_check.h"

#include <gtest/gtest.h>

#include "store/jobs/jobs_test.h"

namespace herald::jobs {
namespace {

using spreadsheets::FileErrorKind;

/// The check of an upload against what the service has sent today (content.md §7.3).
class CheckingFiles : public test::JobsTest {
protected:
    spreadsheets::TableReport check(const std::string& csv) {
        set_service("rate_limit = rate_limit");
        const auto service = loop_.run(stages().services.find(service_.id));
        const auto rules = store().read_now([&](db::Transaction& tx) {
            return read_file_rules(tx, service, service_.sms, "people.csv", clock().now());
        });
        return check_stored_file(csv, rules);
    }
    /// The error's kind and its paragraphs; nothing when the file is good.
    static std::string error_of(const spreadsheets::TableReport& report) {
        if (!report.file_error) return report.is_valid() ? "" : "rows";
        std::string text = report.file_error->heading;
        for (const auto& one : report.file_error->text) text += "|" + one;
        return text;
    }
};
HERALD_ON_BOTH_STORES(CheckingFiles);

TEST_P(CheckingFiles, RefusesMoreRowsThanAreLeftOfTheDay) {
    set_service("sms_message_limit = 5");
    EXPECT_EQ(error_of(check(texts(5))), "");
    EXPECT_EQ(error_of(check(texts(6))),
              "Too many recipients|You can only send 5 text messages per day.|‘people.csv’ contains 6 phone numbers.");
    upload(texts(3), [](NewJob& wanted) { wanted.original_file_name = "others.csv"; });
    process();
    EXPECT_EQ(error_of(check(texts(2))), "");
    EXPECT_EQ(error_of(check(texts(3))),
              "Too many recipients|You can only send 5 text messages per day.|You can still send 2 text messages "
              "today, but ‘people.csv’ contains 3 phone numbers.");
    clock().set(*Timestamp::parse_iso("2026-11-03T00:00:00Z"));
    EXPECT_EQ(error_of(check(texts(5))), "") << "a day later";
}

TEST_P(CheckingFiles, RefusesMoreNumbersAbroadThanAreLeftOfTheDay) {
    set_service("international_sms_message_limit = 1");
    const std::string one = "phone number,name\r\n07700900000,Ada\r\n+33612345678,Eve\r\n";
    EXPECT_EQ(error_of(check(one)), "");
    const auto report = check(one + "+33612345679,Zoe\r\n");
    ASSERT_TRUE(report.file_error);
    EXPECT_EQ(report.file_error->kind, FileErrorKind::over_international_limit);
}

TEST_P(CheckingFiles, KnowsTheDayOnWhichAScheduledJobStarts) {
    set_service("sms_message_limit = 5");
    upload(texts(4));
    process();
    const auto service = loop_.run(stages().services.find(service_.id));
    const Timestamp now = clock().now();
    const auto left = [&](Timestamp starts_at) {
        return store()
            .read_now([&](db::Transaction& tx) {
                return read_sending_state(tx, *service, *service_.sms, "people.csv", now, starts_at);
            })
            .daily->remaining();
    };
    EXPECT_EQ(left(now), 1u);
    EXPECT_EQ(left(now + std::chrono::hours(24)), 5u);
}

}  // namespace
}  // namespace herald::jobs
