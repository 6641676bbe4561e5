#pragma once

#include <span>

#include "base/json_writer.h"
#include "jobs/job_store.h"
#include "jobs/uploaded_letters.h"

/// Jobs as the internal API shows them.
namespace herald::jobs {

/// The object of contract admin-api-messages §1.6, every field present.
void write_job(JsonWriter& json, const Job& job, std::string_view service_name,
               std::span<const StatusCount> statistics);
/// A job in the list of uploads (§8).
void write_upload(JsonWriter& json, const Job& job, std::span<const StatusCount> statistics);

/// A day of uploaded letters in the same list.
void write_upload(JsonWriter& json, const LetterDay& day);

}  // namespace herald::jobs
