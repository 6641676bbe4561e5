#include "jobs/upload_routes.h"

#include <algorithm>

#include "internal/answers.h"
#include "internal/pages.h"
#include "internal/path.h"
#include "jobs/job_json.h"
#include "jobs/list_query.h"
#include "jobs/upload_list.h"
#include "notifications/shown.h"
#include "retention/data_retention.h"

namespace herald::jobs {
namespace {

using http::Response;

/// The first instant of the UTC day that is so many days before today (§8: not London's).
Timestamp kept_since(db::Transaction& tx, const Uuid& service_id, Channel channel, Timestamp now) {
    return Timestamp::start_of_utc_day(now.utc_day() - retention::days_kept(tx, service_id, channel));
}

}  // namespace

void UploadRoutes::add_to(http::Router& router) {
    router.add(http::Method::get, "/service/{service_id:uuid}/upload",
               services::for_admin(parts_.authenticator, this, &UploadRoutes::list));
    router.add(http::Method::get, "/service/{service_id:uuid}/upload/uploaded-letters/{date}",
               services::for_admin(parts_.authenticator, this, &UploadRoutes::letters));
}

Task<Response> UploadRoutes::list(const http::Request& request) {
    const http::Pairs query = http::parse_form(request.query);
    auto asked_page = internal::read_page(query);
    if (auto* refused = std::get_if<Response>(&asked_page)) co_return std::move(*refused);
    const auto& page = std::get<internal::Page>(asked_page);
    const Timestamp now = parts_.clock.now();
    auto since = read_created_since(query, now);
    if (auto* refused = std::get_if<Response>(&since)) co_return std::move(*refused);
    const Uuid service_id = internal::service_in_path(request);
    const auto created_since = std::get<std::optional<Timestamp>>(since).value_or(Timestamp{});
    std::vector<Upload> uploads;
    std::vector<std::vector<StatusCount>> statistics;
    std::int64_t total = 0;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        const UploadsSince kept{kept_since(tx, service_id, Channel::sms, now),
                                kept_since(tx, service_id, Channel::email, now),
                                kept_since(tx, service_id, Channel::letter, now)};
        const auto days = uploaded_letter_days(tx, service_id, std::max(kept.letter, created_since));
        const auto first = static_cast<std::size_t>(page.offset()), size = static_cast<std::size_t>(page.size);
        const JobStretch stretch = jobs_for_page(first, size, days.size());
        JobPage found = list_uploaded_jobs(tx, service_id, created_since, kept, stretch.first, stretch.count);
        total = found.total + std::ssize(days);
        uploads = merge_uploads(std::move(found.jobs), days, stretch, first, size);
        std::vector<Job> jobs;
        for (const Upload& upload : uploads)
            if (const auto* job = std::get_if<Job>(&upload)) jobs.push_back(*job);
        statistics = job_statistics(tx, jobs);
    });
    if (!page.exists(uploads.size())) co_return internal::no_such_url();
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("data").begin_array();
    auto counts = statistics.begin();
    for (const Upload& upload : uploads) {
        if (const auto* job = std::get_if<Job>(&upload)) write_upload(json, *job, *counts++);
        else write_upload(json, std::get<LetterDay>(upload));
    }
    json.end_array();
    internal::write_page_links(json, request, page, total);
    json.end_object();
    co_return response;
}

Task<Response> UploadRoutes::letters(const http::Request& request) {
    const auto day = parse_iso_date(request.params[1]);
    if (!day) co_return internal::unreadable_body();
    auto asked_page = internal::read_page(http::parse_form(request.query));
    if (auto* refused = std::get_if<Response>(&asked_page)) co_return std::move(*refused);
    const auto& page = std::get<internal::Page>(asked_page);
    const Uuid service_id = internal::service_in_path(request);
    const auto service = co_await parts_.services.find(service_id);
    UploadedLetters found;
    notifications::Surroundings surroundings;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        found = uploaded_letters_of(tx, parts_.sealer, service_id, *day, page);
        surroundings = notifications::read_surroundings(tx, found.page);
    });
    if (!page.exists(found.page.size())) co_return internal::no_such_url();
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("notifications");
    co_await notifications::write_messages(json, parts_.templates, service.get(), found.page, surroundings,
                                           notifications::write_shown);
    internal::write_page_links(json, request, page, found.total);
    json.end_object();
    co_return response;
}

}  // namespace herald::jobs
