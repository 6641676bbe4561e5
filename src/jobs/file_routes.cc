#include "jobs/file_routes.h"

#include "internal/answers.h"
#include "internal/pages.h"
#include "internal/path.h"
#include "jobs/job_request.h"
#include "templates/template_store.h"

namespace herald::jobs {
namespace {

using http::Response;
using internal::FieldErrors;

/// An id in the query.
std::optional<Uuid> read_id(const http::Pairs& query, std::string_view name, bool required, FieldErrors& errors) {
    const auto text = internal::query_value(query, name);
    if (!text || text->empty()) {
        if (required) errors.add(name, internal::field_missing);
        return std::nullopt;
    }
    const auto id = Uuid::parse(*text);
    if (!id) errors.add(name, internal::not_a_uuid);
    return id;
}

}  // namespace

/// What a request asks for.
struct FileRoutes::Asked {
    services::ServicePtr service;
    Uuid id;
    Uuid template_id;
    std::optional<Uuid> sender_id;
    std::optional<Uuid> contact_list_id;
    std::string file_name;  ///< as it will be stored
};

void FileRoutes::add_to(http::Router& router) {
    router.add(http::Method::put, "/service/{service_id:uuid}/upload/{upload_id:uuid}",
               services::for_admin(parts_.authenticator, this, &FileRoutes::put));
}

Task<Response> FileRoutes::put(const http::Request& request) {
    Asked asked;
    asked.service = co_await parts_.services.find(internal::service_in_path(request));
    if (!asked.service) co_return internal::not_found();
    asked.id = internal::id_in_path(request, 1);
    const http::Pairs query = http::parse_form(request.query);
    FieldErrors errors;
    asked.template_id = read_id(query, template_id_key, true, errors).value_or(Uuid{});
    asked.sender_id = read_id(query, sender_id_key, false, errors);
    asked.contact_list_id = read_id(query, "contact_list_id", false, errors);
    asked.file_name = shown_file_name(internal::query_value(query, "file_name").value_or(""));
    if (asked.file_name.empty() && !asked.contact_list_id) errors.add("file_name", internal::field_missing);
    if (!errors.empty()) co_return errors.answer();
    co_return co_await put_for(request, asked);
}

Task<Response> FileRoutes::put_for(const http::Request& request, const Asked& wanted) {
    Asked asked = wanted;
    const Uuid service_id = asked.service->id;
    std::optional<std::string> copied;
    if (asked.contact_list_id) {
        const std::string name = job_object_name(service_id, *asked.contact_list_id);
        const auto head = co_await parts_.objects.head(name);
        copied = co_await parts_.objects.get(name);
        if (!head || !copied) co_return internal::not_found();
        if (const auto found = head->metadata.find(file_name_key); found != head->metadata.end())
            asked.file_name = found->second;
    }
    templates::TemplatePtr source;
    FileRules rules;
    bool is_sent = false;
    const Timestamp now = parts_.clock.now();
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        is_sent = find_job(tx, service_id, asked.id).has_value();
        source = templates::find_template(tx, service_id, asked.template_id);
        if (source) rules = read_file_rules(tx, asked.service, source, asked.file_name, now);
    });
    if (!source) co_return internal::not_found();
    // What a job is being made of must not change under it.
    if (is_sent) co_return http::old_error(400, "A job has been made of this upload already");
    using Checked = std::variant<CheckedFile, spreadsheets::UploadError>;
    Checked checked = co_await parts_.pool.run(parts_.loop, [&]() -> Checked {
        if (!copied) return check_file(request.body, asked.file_name, rules);
        spreadsheets::TableReport report = check_stored_file(*copied, rules);
        return CheckedFile{std::move(*copied), std::move(report)};
    });
    if (const auto* error = std::get_if<spreadsheets::UploadError>(&checked))
        co_return http::old_error(400, spreadsheets::message(*error));
    co_return co_await store(asked, rules, std::get<CheckedFile>(std::move(checked)));
}

Task<Response> FileRoutes::store(const Asked& asked, const FileRules& rules, CheckedFile file) {
    const bool is_valid = file.report.is_valid();
    objects::Metadata metadata{{std::string(template_id_key), asked.template_id.to_string()},
                               {std::string(file_name_key), asked.file_name},
                               {std::string(row_count_key), std::to_string(file.report.row_count)},
                               {std::string(valid_key), is_valid ? std::string(valid_value) : "False"}};
    if (asked.sender_id && rules.source->type != services::Channel::letter)
        metadata.emplace(sender_id_key, asked.sender_id->to_string());
    const auto content = std::make_shared<const std::string>(std::move(file.stored));
    co_await parts_.objects.put(job_object_name(asked.service->id, asked.id), content, std::move(metadata));
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("data").begin_object();
    json.member("id", asked.id)
        .member("template_id", asked.template_id)
        .member("original_file_name", asked.file_name)
        .member("notification_count", file.report.row_count);
    write_report(json, file.report);
    json.end_object().end_object();
    co_return response;
}

}  // namespace herald::jobs
