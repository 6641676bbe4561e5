#include "jobs/job.h"

#include <gtest/gtest.h>

#include <set>

namespace herald::jobs {
namespace {

const Uuid job = *Uuid::parse("8c09d472-55f5-4c05-8ab5-2ac1e3a5f7a1");
const Timestamp start = *Timestamp::parse_iso("2026-11-02T10:00:00Z");

TEST(AJobsStatus, IsTheWordsOfTheContract) {
    EXPECT_EQ(to_text(JobStatus::all_created), "finished all notifications created");
    EXPECT_EQ(to_text(JobStatus::limits_exceeded), "sending limits exceeded");
    for (int i = 0; i <= static_cast<int>(JobStatus::sent_to_dvla); ++i) {
        const auto status = static_cast<JobStatus>(i);
        EXPECT_EQ(job_status_from_text(to_text(status)), status);
    }
    EXPECT_FALSE(job_status_from_text("in_progress"));
}

TEST(TheIdOfARow, IsAlwaysTheSame) {
    EXPECT_EQ(job_row_id(job, start, 4), job_row_id(job, start, 4));
    EXPECT_NE(job_row_id(job, start, 4), job_row_id(*Uuid::parse("8c09d472-55f5-4c05-8ab5-2ac1e3a5f7a2"), start, 4));
}

TEST(TheIdOfARow, GrowsWithTheRowAndIsItsAlone) {
    std::set<Uuid> all;
    Uuid last = job_row_id(job, start, 0);
    all.insert(last);
    for (std::int64_t row = 1; row < 100'000; ++row) {
        const Uuid id = job_row_id(job, start, row);
        ASSERT_LT(last, id);
        ASSERT_TRUE(all.insert(id).second);
        last = id;
    }
}

TEST(TheIdOfARow, LooksLikeAnyOtherMessages) {
    for (const std::int64_t row : {0, 31, 32, 99'999}) {
        const std::string id = job_row_id(job, start, row).to_string();
        EXPECT_EQ(id[14], '4') << id;
        EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos) << id;
    }
}

TEST(TheFileOfAJob, LiesWhereTheContractSays) {
    EXPECT_EQ(job_object_name(*Uuid::parse("55826982-0000-4000-8000-000000000001"), job),
              "service-55826982-0000-4000-8000-000000000001-notify/8c09d472-55f5-4c05-8ab5-2ac1e3a5f7a1.csv");
}

}  // namespace
}  // namespace herald::jobs
