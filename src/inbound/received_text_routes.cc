#include "inbound/received_text_routes.h"

#include "base/json_writer.h"
#include "base/london.h"
#include "http/api_error.h"
#include "notifications/schema.h"
#include "retention/data_retention.h"

namespace herald::inbound {

void ReceivedTextRoutes::add_to(http::Router& router) {
    router.add(http::Method::get, "/v2/received-text-messages",
               services::for_callers(parts_.authenticator, this, &ReceivedTextRoutes::get_list));
}

Task<http::Response> ReceivedTextRoutes::get_list(const http::Request& request, const services::Caller& caller) {
    const http::Pairs query = http::parse_form(request.query);
    const Timestamp now = parts_.clock.now();
    const auto validation = notifications::validate_query(notifications::received_texts_query_schema, query, now);
    if (!validation.messages.empty()) co_return http::validation_errors(validation.messages);
    Page page;
    if (!query.empty()) {
        // The form `urn:uuid:…` is a valid id that no row has (contract public-api §0).
        if (query[0].second.starts_with("urn:")) co_return http::v2_unrepresentable_id();
        page.older_than = Uuid::parse(query[0].second);
    }
    const Uuid service = caller.service->id;
    const auto texts = co_await parts_.store.read(parts_.loop, [&](db::Transaction& tx) {
        page.since = london_midnight_days_ago(now, retention::days_kept(tx, service, services::Channel::sms));
        return list(tx, parts_.sealer, service, page);
    });

    const std::string path = request.root_url() + "v2/received-text-messages";
    http::Response response;
    JsonWriter json(response.body);
    json.begin_object().key("received_text_messages").begin_array();
    for (const auto& text : texts)
        json.begin_object()
            .member("id", text.id)
            .member("user_number", text.user_number)
            .member("notify_number", text.notify_number)
            .member("created_at", text.created_at)
            .member("service_id", service)
            .member("content", text.content)
            .end_object();
    json.end_array().key("links").begin_object().member("current", path);
    if (!texts.empty()) json.member("next", path + "?older_than=" + texts.back().id.to_string());
    json.end_object().end_object();
    co_return response;
}

}  // namespace herald::inbound
