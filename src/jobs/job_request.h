#pragma once

#include <variant>

#include "base/json.h"
#include "http/message.h"
#include "jobs/job_store.h"
#include "objects/object_store.h"
#include "services/service.h"
#include "templates/stored_template.h"

/// What a request to create a job has to fulfil (contract admin-api-messages §6.1), in the contract's order.
namespace herald::jobs {

/// Names in the metadata of an upload.
inline constexpr std::string_view template_id_key = "template_id";
inline constexpr std::string_view file_name_key = "original_file_name";
inline constexpr std::string_view row_count_key = "notification_count";
inline constexpr std::string_view valid_key = "valid";
inline constexpr std::string_view sender_id_key = "sender_id";
/// The text that `valid` has for a file without errors; any other text means that it has some.
inline constexpr std::string_view valid_value = "True";

/// Step 1, before the body is read: why the service may not have jobs.
std::optional<http::Response> refuse_service(const services::Service* service);
/// Step 2: the upload's id.
std::variant<Uuid, http::Response> read_upload_id(JsonValue body);
/// Step 3: the template that the file was checked for; without one it was not checked.
std::variant<Uuid, http::Response> read_template_id(const objects::Metadata& metadata);

/// A request that got so far.
struct JobRequest {
    const services::Service& service;
    const templates::StoredTemplate& source;
    Uuid upload_id;
    const objects::Metadata& metadata;  ///< wins over the body
    JsonValue body;
};
/// Steps 4 to 7.
std::variant<NewJob, http::Response> read_job_request(const JobRequest& request, Timestamp now);

}  // namespace herald::jobs
