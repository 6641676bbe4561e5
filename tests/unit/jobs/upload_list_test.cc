#include "jobs/upload_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace herald::jobs {
namespace {

std::string name_of(const Upload& upload) {
    if (const auto* job = std::get_if<Job>(&upload)) return job->original_file_name;
    return "day " + std::to_string(std::get<LetterDay>(upload).printing_at.micros);
}

// Whatever page is asked for, it is that part of the one list.
TEST(ListsOfUploads, AreCutIntoPagesWithoutReadingThemWhole) {
    std::mt19937 random(7);
    for (int round = 0; round < 300; ++round) {
        std::vector<Job> jobs(random() % 12);
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            jobs[i].original_file_name = "job " + std::to_string(i);
            // The list's order: those not started first, then the last started.
            if (i >= jobs.size() / 3) jobs[i].processing_started = Timestamp{static_cast<std::int64_t>(1'000 - 10 * i)};
        }
        std::vector<LetterDay> days;
        for (std::int64_t at = 1'013; days.size() < random() % 6; at -= static_cast<std::int64_t>(1 + random() % 40))
            days.push_back({Timestamp{at}, 1});
        const auto whole = merge_uploads(jobs, days, {0, jobs.size()}, 0, 100);
        ASSERT_EQ(whole.size(), jobs.size() + days.size());
        for (std::size_t size = 1; size < 5; ++size) {
            std::size_t expected = 0;
            for (std::size_t first = 0; first <= whole.size() + size; first += size) {
                const JobStretch stretch = jobs_for_page(first, size, days.size());
                const auto begin = jobs.begin() + static_cast<std::ptrdiff_t>(std::min(stretch.first, jobs.size()));
                const auto end =
                    begin + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(stretch.count), jobs.end() - begin);
                for (const auto& upload : merge_uploads({begin, end}, days, stretch, first, size)) {
                    ASSERT_LT(expected, whole.size());
                    EXPECT_EQ(name_of(upload), name_of(whole[expected++]));
                }
            }
            EXPECT_EQ(expected, whole.size());
        }
    }
}

TEST(ListsOfUploads, ShowWhatHasNotBeenStartedFirst) {
    std::vector<Job> jobs(2);
    jobs[0].original_file_name = "waiting";
    jobs[1].original_file_name = "started";
    jobs[1].processing_started = Timestamp{500};
    const auto uploads = merge_uploads(jobs, {{Timestamp{900}, 1}, {Timestamp{100}, 1}}, {0, 50}, 0, 50);
    std::vector<std::string> names;
    for (const auto& upload : uploads) names.push_back(name_of(upload));
    EXPECT_EQ(names, (std::vector<std::string>{"waiting", "day 900", "started", "day 100"}));
}

}  // namespace
}  // namespace herald::jobs
