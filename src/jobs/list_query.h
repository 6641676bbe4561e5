#pragma once

#include <variant>

#include "http/message.h"
#include "jobs/job_store.h"

/// What the queries of the lists of jobs and uploads ask for (contract admin-api-messages §6.2, §8.1).
namespace herald::jobs {

/// `limit_days`: London midnight so many days ago; nothing when the query has none; 400 for what is no number.
std::variant<std::optional<Timestamp>, http::Response> read_created_since(const http::Pairs& query, Timestamp now);

/// That, `statuses` between commas and `contact_list_id`.
std::variant<JobFilter, http::Response> read_job_filter(const http::Pairs& query, Timestamp now);

}  // namespace herald::jobs
