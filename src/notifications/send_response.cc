#include "notifications/send_response.h"

#include "base/json_writer.h"
#include "recipients/phone_number.h"

namespace herald::notifications {
namespace {

void write_links(JsonWriter& json, const http::Request& request, const Notification& message) {
    const std::string root = request.root_url();
    const std::string id = message.id.to_string(), template_id = message.template_id.to_string();
    json.member("uri", root + "v2/notifications/" + id);
    json.key("template").begin_object();
    json.member("id", template_id).member("version", message.template_version);
    json.member("uri", root + "services/" + message.service_id.to_string() + "/templates/" + template_id);
    json.end_object();
    json.member("scheduled_for", message.scheduled_for);
}

}  // namespace

std::string sms_created_json(const http::Request& request, const Accepted& accepted, std::string_view body) {
    const Notification& message = accepted.message;
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("id", message.id).member("reference", message.client_reference);
    json.key("content").begin_object();
    json.member("body", body);
    json.member("from_number", recipients::normalise_sms_sender(message.reply_to_text.value_or("")));
    json.end_object();
    write_links(json, request, message);
    json.end_object();
    return out;
}

std::string email_created_json(const http::Request& request, const Accepted& accepted, std::string_view subject,
                               std::string_view body, std::string_view email_domain,
                               const std::vector<Sanitised>& sanitised) {
    const Notification& message = accepted.message;
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("id", message.id).member("reference", message.client_reference);
    json.key("content").begin_object();
    json.member("subject", subject).member("body", body);
    json.member("from_email", accepted.service->email_sender_local_part + "@" + std::string(email_domain));
    json.member("one_click_unsubscribe_url", message.unsubscribe_link);
    json.end_object();
    write_links(json, request, message);
    json.key("sanitised_content").begin_object();
    for (const auto& one : sanitised) {
        json.key(one.key).begin_object();
        json.member("unsanitised", one.unsanitised).member("sanitised", one.sanitised);
        json.end_object();
    }
    json.end_object();
    json.end_object();
    return out;
}

std::string letter_created_json(const http::Request& request, const Accepted& accepted, std::string_view subject,
                                std::string_view body) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("id", accepted.message.id).member("reference", accepted.message.client_reference);
    json.key("content").begin_object().member("subject", subject).member("body", body).end_object();
    write_links(json, request, accepted.message);
    json.end_object();
    return out;
}

std::string precompiled_letter_created_json(const Notification& message) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().member("id", message.id).member("reference", message.client_reference);
    json.member("postage", letters::to_text(message.postage.value_or(letters::default_postage))).end_object();
    return out;
}

}  // namespace herald::notifications
