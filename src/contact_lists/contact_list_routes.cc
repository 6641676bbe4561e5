#include "contact_lists/contact_list_routes.h"

#include "contact_lists/list_file.h"
#include "internal/answers.h"
#include "internal/pages.h"
#include "internal/path.h"
#include "internal/schema.h"
#include "jobs/file_check.h"

namespace herald::contact_lists {
namespace {

using http::Response;

constexpr std::string_view template_types[] = {"email", "sms"};
constexpr internal::Property new_list_properties[] = {
    {.name = "id", .required = true, .is_uuid = true},
    {.name = "original_file_name", .required = true},
    {.name = "row_count", .types = integer_type, .required = true},
    {.name = "template_type", .required = true, .allowed = template_types},
    {.name = "created_by", .required = true, .is_uuid = true},
};
constexpr internal::Schema new_list_schema{new_list_properties};

void write(JsonWriter& json, const ContactList& list) {
    json.begin_object()
        .member("id", list.id)
        .member("original_file_name", list.original_file_name)
        .member("row_count", list.row_count)
        .member("template_type", to_text(list.channel))
        .member("service_id", list.service_id)
        .member("created_at", list.created_at)
        .member("created_by", list.created_by_name)
        .member("has_jobs", list.has_jobs)
        .member("recent_job_count", list.recent_job_count)
        .end_object();
}

Response show(int status, const ContactList& list) {
    Response response;
    response.status = status;
    JsonWriter json(response.body);
    write(json, list);
    return response;
}

}  // namespace

void ContactListRoutes::add_to(http::Router& router) {
    const auto add = [&](http::Method method, const char* pattern,
                         Task<Response> (ContactListRoutes::*answer)(const http::Request&)) {
        router.add(method, pattern, services::for_admin(parts_.authenticator, this, answer));
    };
    add(http::Method::get, "/service/{service_id:uuid}/contact-list", &ContactListRoutes::all);
    add(http::Method::post, "/service/{service_id:uuid}/contact-list", &ContactListRoutes::create);
    add(http::Method::get, "/service/{service_id:uuid}/contact-list/{contact_list_id:uuid}", &ContactListRoutes::one);
    add(http::Method::del, "/service/{service_id:uuid}/contact-list/{contact_list_id:uuid}",
        &ContactListRoutes::archive);
    add(http::Method::put, "/service/{service_id:uuid}/contact-list/{contact_list_id:uuid}",
        &ContactListRoutes::put_file);
}

Task<Response> ContactListRoutes::all(const http::Request& request) {
    const Uuid service_id = internal::service_in_path(request);
    const Timestamp now = parts_.clock.now();
    const auto lists =
        co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) { return list(tx, service_id, now); });
    Response response;
    JsonWriter json(response.body);
    json.begin_array();
    for (const auto& one : lists) write(json, one);
    json.end_array();
    co_return response;
}

Task<Response> ContactListRoutes::create(const http::Request& request) {
    const auto service = co_await parts_.services.find(internal::service_in_path(request));
    if (!service) co_return internal::not_found();
    auto body = internal::read_json(request, new_list_schema);
    if (auto* refused = std::get_if<Response>(&body)) co_return std::move(*refused);
    const JsonValue root = std::get<JsonDocument>(body).root();
    ContactList wanted;
    wanted.id = *Uuid::parse(root["id"].text());
    wanted.service_id = service->id;
    wanted.original_file_name = root["original_file_name"].text();
    wanted.row_count = *root["row_count"].as_integer();
    wanted.channel = *services::channel_from_text(root["template_type"].text());
    wanted.created_by_id = Uuid::parse(root["created_by"].text());
    wanted.created_at = parts_.clock.now();
    const auto made = co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) {
        // A second press of the button finds what the first has made.
        contact_lists::create(tx, wanted);
        return find(tx, wanted.service_id, wanted.id, wanted.created_at);
    });
    if (!made) co_return internal::not_found();
    co_return show(201, *made);
}

Task<Response> ContactListRoutes::one(const http::Request& request) {
    const Uuid service_id = internal::service_in_path(request), id = internal::id_in_path(request, 1);
    const Timestamp now = parts_.clock.now();
    const auto found =
        co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) { return find(tx, service_id, id, now); });
    if (!found) co_return internal::not_found();
    co_return show(200, *found);
}

Task<Response> ContactListRoutes::archive(const http::Request& request) {
    const Uuid service_id = internal::service_in_path(request), id = internal::id_in_path(request, 1);
    const Timestamp now = parts_.clock.now();
    const auto found =
        co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) { return find(tx, service_id, id, now); });
    if (!found) co_return internal::not_found();
    // The file first: as long as the list is there, its removal can be tried again.
    co_await parts_.objects.remove(object_name(service_id, id));
    const bool archived = co_await parts_.store.write(
        parts_.loop, [&](db::Transaction& tx) { return contact_lists::archive(tx, service_id, id, now); });
    if (!archived) co_return internal::not_found();
    Response response;
    response.status = 204;
    co_return response;
}

Task<Response> ContactListRoutes::put_file(const http::Request& request) {
    const auto service = co_await parts_.services.find(internal::service_in_path(request));
    if (!service) co_return internal::not_found();
    const Uuid id = internal::id_in_path(request, 1);
    const http::Pairs query = http::parse_form(request.query);
    const std::string name = jobs::shown_file_name(internal::query_value(query, "file_name").value_or(""));
    if (name.empty()) {
        internal::FieldErrors errors;
        errors.add("file_name", internal::field_missing);
        co_return errors.answer();
    }
    const Timestamp now = parts_.clock.now();
    const auto kept =
        co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) { return find(tx, service->id, id, now); });
    if (kept) co_return http::old_error(400, "The list of this file has been saved already");
    auto checked = co_await parts_.pool.run(parts_.loop, [&] { return check_list_file(request.body, name, *service); });
    if (const auto* error = std::get_if<spreadsheets::UploadError>(&checked))
        co_return http::old_error(400, spreadsheets::message(*error));
    ListFile& file = std::get<ListFile>(checked);
    const std::string channel(to_text(file.channel));
    const std::string valid = file.report.is_valid() ? "True" : "False";
    objects::Metadata metadata{{"original_file_name", name},
                               {"row_count", std::to_string(file.report.row_count)},
                               {"template_type", channel},
                               {"valid", valid}};
    const auto content = std::make_shared<const std::string>(std::move(file.stored));
    co_await parts_.objects.put(object_name(service->id, id), content, std::move(metadata));
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("data").begin_object();
    json.member("id", id)
        .member("original_file_name", name)
        .member("row_count", file.report.row_count)
        .member("template_type", channel);
    jobs::write_report(json, file.report);
    json.end_object().end_object();
    co_return response;
}

}  // namespace herald::contact_lists
