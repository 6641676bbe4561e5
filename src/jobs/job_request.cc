#include "jobs/job_request.h"

#include <limits>

#include "http/api_error.h"
#include "internal/answers.h"
#include "internal/pages.h"
#include "internal/schema.h"

namespace herald::jobs {
namespace {

using internal::FieldErrors;

/// More rows than the column of the contract holds are no number of rows.
constexpr std::int64_t row_count_max = std::numeric_limits<std::int32_t>::max();
/// How far ahead a job may be scheduled.
constexpr auto horizon = std::chrono::days(7);

http::Response not_valid() {
    return http::old_error(400, "File is not valid, can't create job");
}

std::optional<std::string_view> find(const objects::Metadata& metadata, std::string_view name) {
    const auto found = metadata.find(name);
    if (found == metadata.end()) return std::nullopt;
    return found->second;
}

/// Reads the fields of a job, one after the other, and collects what is wrong with them.
class Fields {
public:
    Fields(const JobRequest& request, Timestamp now) : request_(request), now_(now) {}

    NewJob read() {
        NewJob job;
        job.id = request_.upload_id;
        job.service_id = request_.service.id;
        job.template_id = request_.source.id;
        job.template_version = request_.source.version;
        job.channel = request_.source.type;
        job.created_by_id = id("created_by", true);
        job.original_file_name = text(file_name_key);
        job.notification_count = count();
        job.scheduled_for = scheduled_for();
        job.contact_list_id = id("contact_list_id", false);
        job.sender_id = sender();
        return job;
    }

    const FieldErrors& errors() const { return errors_; }

private:
    std::optional<Uuid> id(std::string_view name, bool required) {
        const JsonValue value = request_.body[name];
        if (!value.exists() || value.is_null()) {
            if (required) errors_.add(name, value.exists() ? internal::field_null : internal::field_missing);
            return std::nullopt;
        }
        const auto read = value.is_string() ? Uuid::parse(value.text()) : std::nullopt;
        if (!read) errors_.add(name, internal::not_a_uuid);
        return read;
    }

    std::string text(std::string_view name) {
        if (const auto value = find(request_.metadata, name)) return std::string(*value);
        const JsonValue value = request_.body[name];
        if (!value.exists()) errors_.add(name, internal::field_missing);
        else if (!value.is_string() || internal::has_nul(value)) errors_.add(name, internal::not_a_string);
        return std::string(value.text());
    }

    std::int64_t count() {
        const auto given = find(request_.metadata, row_count_key);
        const JsonValue value = request_.body[row_count_key];
        if (!given && !value.exists()) {
            errors_.add(row_count_key, internal::field_missing);
            return 0;
        }
        const auto number = internal::read_integer(given ? *given : value.text());
        if (!number || *number < 0 || *number > row_count_max) errors_.add(row_count_key, internal::not_an_integer);
        return number.value_or(0);
    }

    std::optional<Timestamp> scheduled_for() {
        const JsonValue value = request_.body["scheduled_for"];
        if (!value.exists() || value.is_null()) return std::nullopt;
        const auto instant = value.is_string() ? Timestamp::parse_iso(value.text()) : std::nullopt;
        if (!instant) errors_.add("scheduled_for", internal::not_a_datetime);
        else if (*instant < now_) errors_.add("scheduled_for", "Date cannot be in the past");
        else if (*instant > now_ + horizon)
            errors_.add("scheduled_for", "Date cannot be more than 7 days in the future");
        return instant;
    }

    std::optional<Uuid> sender() {
        const auto given = find(request_.metadata, sender_id_key);
        if (!given || given->empty()) return std::nullopt;
        const auto read = Uuid::parse(*given);
        if (!read) errors_.add(sender_id_key, internal::not_a_uuid);
        return read;
    }

    const JobRequest& request_;
    const Timestamp now_;
    FieldErrors errors_;
};

}  // namespace

std::optional<http::Response> refuse_service(const services::Service* service) {
    if (!service) return internal::not_found();
    // The space at the end is the contract's.
    if (!service->active) return http::old_error(403, "Create job is not allowed: service is inactive ");
    return std::nullopt;
}

std::variant<Uuid, http::Response> read_upload_id(JsonValue body) {
    const JsonValue value = body["id"];
    const auto id = value.is_string() ? Uuid::parse(value.text()) : std::nullopt;
    if (id) return *id;
    FieldErrors errors;
    errors.add("id", value.exists() ? internal::not_a_uuid : internal::field_missing);
    return errors.answer();
}

std::variant<Uuid, http::Response> read_template_id(const objects::Metadata& metadata) {
    const auto text = find(metadata, template_id_key);
    if (!text) return not_valid();
    const auto id = Uuid::parse(*text);
    if (!id) return internal::not_found();
    return *id;
}

std::variant<NewJob, http::Response> read_job_request(const JobRequest& request, Timestamp now) {
    if (request.source.type == Channel::letter && request.service.restricted)
        return http::old_error(403, "Create letter job is not allowed for service in trial mode ");
    if (find(request.metadata, valid_key) != valid_value) return not_valid();
    if (request.source.archived) {
        FieldErrors errors;
        errors.add("template", "Template has been deleted");
        return errors.answer();
    }
    Fields fields(request, now);
    NewJob job = fields.read();
    if (!fields.errors().empty()) return fields.errors().answer();
    return job;
}

}  // namespace herald::jobs
