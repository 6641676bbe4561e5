#pragma once

#include <variant>
#include <vector>

#include "jobs/job_store.h"
#include "jobs/uploaded_letters.h"

namespace herald::jobs {

/// What the list of uploads shows: jobs, and the days of uploaded letters, as one list (contract admin-api-messages
/// §8.1).
using Upload = std::variant<Job, LetterDay>;

/// Which jobs a page of that list is made of: with so many days beside them, they can be no others.
struct JobStretch {
    std::size_t first = 0;  ///< from 0
    std::size_t count = 0;
};
JobStretch jobs_for_page(std::size_t first_upload, std::size_t page_size, std::size_t days);

/// The page that begins with upload `first_upload`, from 0: what has not been started first, then what was started or
/// is printed last. `stretch` is of which `jobs` are; both are in the list's order already.
std::vector<Upload> merge_uploads(std::vector<Job> jobs, const std::vector<LetterDay>& days, const JobStretch& stretch,
                                  std::size_t first_upload, std::size_t page_size);

}  // namespace herald::jobs
