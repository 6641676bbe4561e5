#include "jobs/upload_routes.h"

#include "internal/answers.h"
#include "internal/pages.h"
#include "internal/path.h"
#include "jobs/job_json.h"
#include "jobs/list_query.h"
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
    JobPage found;
    std::vector<std::vector<StatusCount>> statistics;
    co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        JobFilter filter;
        filter.created_since = std::get<std::optional<Timestamp>>(since);
        filter.uploads =
            UploadsSince{kept_since(tx, service_id, Channel::sms, now), kept_since(tx, service_id, Channel::email, now),
                         kept_since(tx, service_id, Channel::letter, now)};
        found = list_jobs(tx, service_id, filter, static_cast<std::size_t>(page.number),
                          static_cast<std::size_t>(page.size));
        statistics = job_statistics(tx, found.jobs);
    });
    if (!page.exists(found.jobs.size())) co_return internal::no_such_url();
    Response response;
    JsonWriter json(response.body);
    json.begin_object().key("data").begin_array();
    for (std::size_t i = 0; i < found.jobs.size(); ++i) write_upload(json, found.jobs[i], statistics[i]);
    json.end_array();
    internal::write_page_links(json, request, page, found.total);
    json.end_object();
    co_return response;
}

}  // namespace herald::jobs
