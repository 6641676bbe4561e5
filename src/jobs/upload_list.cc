#include "jobs/upload_list.h"

#include <algorithm>
#include <tuple>

namespace herald::jobs {
namespace {

/// Greater comes first. A letter day's two times are one.
auto rank(const Job& job) {
    return std::tuple(!job.processing_started, job.processing_started.value_or(Timestamp{}), job.created_at);
}
auto rank(const LetterDay& day) {
    return std::tuple(false, day.printing_at, day.printing_at);
}

}  // namespace

JobStretch jobs_for_page(std::size_t first_upload, std::size_t page_size, std::size_t days) {
    const std::size_t first = first_upload - std::min(first_upload, days);
    return {first, first_upload + page_size - first};
}

std::vector<Upload> merge_uploads(std::vector<Job> jobs, const std::vector<LetterDay>& days, const JobStretch& stretch,
                                  std::size_t first_upload, std::size_t page_size) {
    std::vector<Upload> uploads;
    auto day = days.begin();
    for (Job& job : jobs) {
        for (; day != days.end() && rank(*day) > rank(job); ++day) uploads.emplace_back(*day);
        uploads.emplace_back(std::move(job));
    }
    uploads.insert(uploads.end(), day, days.end());
    const std::size_t skipped = std::min(first_upload - stretch.first, uploads.size());
    uploads.erase(uploads.begin(), uploads.begin() + static_cast<std::ptrdiff_t>(skipped));
    uploads.resize(std::min(uploads.size(), page_size));
    return uploads;
}

}  // namespace herald::jobs
