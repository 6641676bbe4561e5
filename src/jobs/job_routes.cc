#include "jobs/job_routes.h"

#include <algorithm>

#include "base/log.h"
#include "internal/answers.h"
#include "internal/pages.h"
#include "internal/path.h"
#include "internal/schema.h"
#include "jobs/job_json.h"
#include "jobs/job_request.h"
#include "jobs/letter_jobs.h"
#include "jobs/list_query.h"
#include "notifications/log_store.h"
#include "notifications/shown.h"
#include "templates/template_store.h"

namespace herald::jobs {
namespace {

using http::Response;

/// The job's id, which may be any text (§0.2).
std::optional<Uuid> job_of(const http::Request& request) {
    return Uuid::parse(request.params[1]);
}

std::string_view name_of(const services::ServicePtr& service) {
    return service ? std::string_view(service->name) : std::string_view();
}

Response data_of_job(int status, const Job& job, std::string_view service_name,
                     std::span<const StatusCount> statistics) {
    Response response;
    response.status = status;
    JsonWriter json(response.body);
    json.begin_object().key("data");
    write_job(json, job, service_name, statistics);
    json.end_object();
    return response;
}

/// How many rows the filter finds, off the counters: nothing is counted for a page.
std::int64_t count_rows(std::span<const StatusCount> statistics, const notifications::LogFilter& filter) {
    std::int64_t total = 0;
    for (const auto& [status, count] : statistics) {
        const auto& wanted = filter.statuses;
        if (wanted.empty() || std::find(wanted.begin(), wanted.end(), status) != wanted.end()) total += count;
    }
    return total;
}

}  // namespace

void JobRoutes::add_to(http::Router& router) {
    const auto add = [&](http::Method method, const char* path,
                         Task<Response> (JobRoutes::*answer)(const http::Request&)) {
        router.add(method, std::string("/service/{service_id:uuid}/job") + path,
                   services::for_admin(parts_.authenticator, this, answer));
    };
    add(http::Method::post, "", &JobRoutes::create);
    add(http::Method::get, "", &JobRoutes::list);
    add(http::Method::get, "/scheduled-job-stats", &JobRoutes::scheduled);
    add(http::Method::get, "/{job_id}", &JobRoutes::one);
    add(http::Method::get, "/{job_id}/notifications", &JobRoutes::rows);
    add(http::Method::get, "/{job_id}/notification_count", &JobRoutes::row_count);
    add(http::Method::post, "/{job_id}/cancel", &JobRoutes::cancel);
    add(http::Method::post, "/{job_id}/cancel-letter-job", &JobRoutes::cancel_letters);
}

Task<Response> JobRoutes::create(const http::Request& request) {
    const Uuid service_id = internal::service_in_path(request);
    const auto service = co_await parts_.services.find(service_id);
    if (auto refused = refuse_service(service.get())) co_return std::move(*refused);
    auto body = internal::read_json(request);
    if (auto* unreadable = std::get_if<Response>(&body)) co_return std::move(*unreadable);
    const JsonValue root = std::get<JsonDocument>(body).root();
    auto upload = read_upload_id(root);
    if (auto* refused = std::get_if<Response>(&upload)) co_return std::move(*refused);
    const Uuid id = std::get<Uuid>(upload);

    const auto existing =
        co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) { return find_job(tx, service_id, id); });
    // Somebody has pressed the button twice: the answer is the same, and nothing is sent again.
    if (existing) co_return data_of_job(201, *existing, service->name, {});

    const auto head = co_await parts_.objects.head(job_object_name(service_id, id));
    if (!head) {
        log::warning("upload_missing", "A job was asked for whose file is not there",
                     {{"service_id", service_id}, {"job_id", id}});
        co_return http::server_error(500, request.path);
    }
    auto named = read_template_id(head->metadata);
    if (auto* refused = std::get_if<Response>(&named)) co_return std::move(*refused);
    const Uuid template_id = std::get<Uuid>(named);
    const auto source = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return templates::find_template(tx, service_id, template_id); });
    if (!source) co_return internal::not_found();
    const Timestamp now = parts_.clock.now();
    const JobRequest asked{*service, *source, id, head->metadata, root};
    auto read = read_job_request(asked, now);
    if (auto* refused = std::get_if<Response>(&read)) co_return std::move(*refused);
    const NewJob& job = std::get<NewJob>(read);
    const auto made = co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) {
        create_job(tx, job, now);
        return find_job(tx, service_id, id);
    });
    // The id is another service's.
    if (!made) co_return internal::not_found();
    co_return data_of_job(201, *made, service->name, {});
}

Task<Response> JobRoutes::list(const http::Request& request) {
    const http::Pairs query = http::parse_form(request.query);
    auto asked_page = internal::read_page(query);
    if (auto* refused = std::get_if<Response>(&asked_page)) co_return std::move(*refused);
    auto read = read_job_filter(query, parts_.clock.now());
    if (auto* refused = std::get_if<Response>(&read)) co_return std::move(*refused);
    const auto& page = std::get<internal::Page>(asked_page);
    const auto& filter = std::get<JobFilter>(read);
    const Uuid service_id = internal::service_in_path(request);
    const auto service = co_await parts_.services.find(service_id);
    JobPage found;
    std::vector<std::vector<StatusCount>> statistics;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        found = list_jobs(tx, service_id, filter, static_cast<std::size_t>(page.number),
                          static_cast<std::size_t>(page.size));
        statistics = job_statistics(tx, found.jobs);
    });
    if (!page.exists(found.jobs.size())) co_return internal::no_such_url();
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("data").begin_array();
    for (std::size_t i = 0; i < found.jobs.size(); ++i) write_job(json, found.jobs[i], name_of(service), statistics[i]);
    json.end_array();
    internal::write_page_links(json, request, page, found.total);
    json.end_object();
    co_return response;
}

Task<Response> JobRoutes::show(Uuid service_id, Uuid job_id) {
    const auto service = co_await parts_.services.find(service_id);
    std::optional<Job> job;
    std::vector<std::vector<StatusCount>> statistics;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        job = find_job(tx, service_id, job_id);
        if (job) statistics = job_statistics(tx, {&*job, 1});
    });
    if (!job) co_return internal::not_found();
    co_return data_of_job(200, *job, name_of(service), statistics.front());
}

Task<Response> JobRoutes::one(const http::Request& request) {
    const auto id = job_of(request);
    if (!id) co_return internal::not_found();
    co_return co_await show(internal::service_in_path(request), *id);
}

Task<Response> JobRoutes::rows(const http::Request& request) {
    const auto id = job_of(request);
    if (!id) co_return internal::not_found();
    auto read = notifications::read_log_filter(http::parse_form(request.query));
    if (auto* refused = std::get_if<Response>(&read)) co_return std::move(*refused);
    const auto& filter = std::get<notifications::LogFilter>(read);
    const Uuid service_id = internal::service_in_path(request);
    const auto service = co_await parts_.services.find(service_id);
    std::vector<notifications::Notification> messages;
    notifications::Surroundings surroundings;
    std::int64_t total = 0;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        messages = notifications::list_job_rows(tx, parts_.sealer, service_id, *id, filter);
        surroundings = notifications::read_surroundings(tx, messages);
        total = 0;
        // Without rows there is nothing to count: they may be past retention, which the counters outlive.
        auto job = messages.empty() ? std::nullopt : find_job(tx, service_id, *id);
        if (!job) return;
        // A row that was skipped is counted, but there is none to show.
        job->skipped_rows = 0;
        total = count_rows(job_statistics(tx, {&*job, 1}).front(), filter);
    });
    if (!filter.page.exists(messages.size())) co_return internal::no_such_url();
    const auto write = filter.format_for_csv ? notifications::write_csv_row : notifications::write_shown;
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("notifications");
    co_await notifications::write_messages(json, parts_.templates, service.get(), messages, surroundings, write);
    internal::write_page_links(json, request, filter.page, total);
    json.end_object();
    co_return response;
}

Task<Response> JobRoutes::row_count(const http::Request& request) {
    const auto id = job_of(request);
    if (!id) co_return internal::not_found();
    const Uuid service_id = internal::service_in_path(request);
    const auto count = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return notification_count(tx, service_id, *id); });
    if (!count) co_return internal::not_found();
    Response response;
    JsonWriter(response.body).begin_object().member("count", *count).end_object();
    co_return response;
}

Task<Response> JobRoutes::cancel(const http::Request& request) {
    const auto id = job_of(request);
    if (!id) co_return internal::not_found();
    const Uuid service_id = internal::service_in_path(request);
    const Timestamp now = parts_.clock.now();
    const bool cancelled = co_await parts_.store.write(
        parts_.loop, [&](db::Transaction& tx) { return cancel_scheduled_job(tx, service_id, *id, now); });
    if (!cancelled) co_return internal::not_found();
    co_return co_await show(service_id, *id);
}

Task<Response> JobRoutes::cancel_letters(const http::Request& request) {
    const auto id = job_of(request);
    if (!id) co_return internal::not_found();
    const Uuid service_id = internal::service_in_path(request);
    const Timestamp now = parts_.clock.now();
    std::variant<std::int64_t, CancelRefusal, NoSuchJob> outcome = NoSuchJob{};
    bool overtaken = false;
    try {
        outcome = co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) {
            return cancel_letter_job(tx, parts_.daily_limits, service_id, *id, parts_.count_shard, now);
        });
    } catch (const LettersOvertaken&) {
        overtaken = true;
    }
    // What went to the printer meanwhile is seen by asking again.
    if (overtaken) co_return co_await cancel_letters(request);
    if (std::holds_alternative<NoSuchJob>(outcome)) co_return internal::not_found();
    Response response;
    JsonWriter json(response.body);
    if (const auto* count = std::get_if<std::int64_t>(&outcome)) {
        json.value(*count);
        co_return response;
    }
    // Without `result`, unlike other errors (§6.7).
    response.status = 400;
    json.begin_object().member("message", std::get<CancelRefusal>(outcome).text).end_object();
    co_return response;
}

Task<Response> JobRoutes::scheduled(const http::Request& request) {
    const Uuid service_id = internal::service_in_path(request);
    const auto all =
        co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) { return scheduled_jobs(tx, service_id); });
    std::optional<std::string> soonest;
    // With an offset here, unlike anywhere else (§0.4, TO).
    if (all.soonest) soonest = all.soonest->to_iso().substr(0, 26) + "+00:00";
    Response response;
    JsonWriter(response.body)
        .begin_object()
        .member("count", all.count)
        .member("soonest_scheduled_for", soonest)
        .end_object();
    co_return response;
}

}  // namespace herald::jobs
