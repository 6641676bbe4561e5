#include "jobs/job_json.h"

namespace herald::jobs {
namespace {

void write_statistics(JsonWriter& json, std::span<const StatusCount> statistics) {
    json.key("statistics").begin_array();
    for (const auto& [status, count] : statistics)
        json.begin_object().member("status", to_text(status)).member("count", count).end_object();
    json.end_array();
}

/// `2026-11-22 17:30:00`, UTC.
std::string to_seconds_text(Timestamp instant) {
    std::string text = instant.to_iso().substr(0, 19);
    text[10] = ' ';
    return text;
}

}  // namespace

void write_job(JsonWriter& json, const Job& job, std::string_view service_name,
               std::span<const StatusCount> statistics) {
    json.begin_object()
        .member("id", job.id)
        .member("service", job.service_id)
        .key("service_name")
        .begin_object()
        .member("name", service_name)
        .end_object()
        .member("template", job.template_id)
        .member("template_name", job.template_name)
        .member("template_type", to_text(job.channel))
        .member("template_version", job.template_version)
        .member("original_file_name", job.original_file_name)
        .member("notification_count", job.notification_count)
        .member("job_status", to_text(job.status))
        .key("created_by");
    if (job.created_by_id && job.created_by_name)
        json.begin_object().member("id", *job.created_by_id).member("name", *job.created_by_name).end_object();
    else json.null();
    json.member("created_at", job.created_at)
        .member("updated_at", job.updated_at)
        .member("scheduled_for", job.scheduled_for)
        .member("processing_started", job.processing_started)
        .member("processing_finished", job.processing_finished)
        .member("archived", job.archived)
        .member("contact_list_id", job.contact_list_id);
    write_statistics(json, statistics);
    json.end_object();
}

void write_upload(JsonWriter& json, const Job& job, std::span<const StatusCount> statistics) {
    json.begin_object()
        .member("id", job.id)
        .member("original_file_name", job.original_file_name)
        .member("notification_count", job.notification_count)
        .member("created_at", to_seconds_text(job.starts_at()))
        .member("upload_type", "job")
        .member("template_type", to_text(job.channel))
        .member("recipient", std::nullopt);
    write_statistics(json, statistics);
    json.end_object();
}

void write_upload(JsonWriter& json, const LetterDay& day) {
    json.begin_object()
        .member("id", std::nullopt)
        .member("original_file_name", "Uploaded letters")
        .member("notification_count", day.letters)
        .member("created_at", to_seconds_text(day.printing_at))
        .member("upload_type", "letter_day")
        .member("template_type", to_text(Channel::letter))
        .member("recipient", std::nullopt);
    write_statistics(json, {});
    json.end_object();
}

}  // namespace herald::jobs
