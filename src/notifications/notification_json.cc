#include "notifications/notification_json.h"

#include <cmath>

#include "base/json.h"
#include "content/render.h"
#include "notifications/cost.h"
#include "notifications/personalisation.h"

namespace herald::notifications {
namespace {

struct Rendered {
    std::string body;
    std::optional<std::string> subject;
};

Rendered render(const Notification& message, const templates::StoredTemplate* source) {
    if (source == nullptr) return {};
    content::Personalisation values;
    if (!message.personalisation.empty()) {
        const auto document = JsonDocument::parse(message.personalisation);
        if (document) values = to_personalisation(document->root());
    }
    if (message.channel == Channel::sms) return {content::render_sms(source->parsed.body, values).text, std::nullopt};
    return {content::render_email_source(source->parsed, values),
            content::render_email_subject(source->parsed, values)};
}

void write_recipient(JsonWriter& json, const Notification& message) {
    const auto only = [&](Channel channel) {
        return message.channel == channel ? std::optional(message.recipient) : std::nullopt;
    };
    json.member("email_address", only(Channel::email));
    json.member("phone_number", only(Channel::sms));
    for (const char* line : {"line_1", "line_2", "line_3", "line_4", "line_5", "line_6", "postcode"})
        json.key(line).null();
}

/// The caller's own, else one of ours where the template asks for it (contract public-api §3.1).
std::optional<std::string> unsubscribe_link(const Notification& message, const templates::StoredTemplate* source,
                                            const unsubscribe::LinkMaker& links) {
    if (message.unsubscribe_link || source == nullptr || !source->has_unsubscribe_link) return message.unsubscribe_link;
    return links.make(message.id, message.normalised_recipient).one_click;
}

void write_cost(JsonWriter& json, const Notification& message) {
    const Cost cost = cost_of(message);
    json.member("is_cost_data_ready", cost.is_ready);
    // Rates have four decimals; more digits than that would only show how doubles multiply.
    const auto rounded = [](double pounds) { return std::round(pounds * 1e6) / 1e6; };
    json.member("cost_in_pounds", cost.pounds ? std::optional(rounded(*cost.pounds)) : std::nullopt);
    json.key("cost_details").begin_object();
    if (cost.has_sms_details) {
        json.member("billable_sms_fragments", cost.fragments);
        json.member("international_rate_multiplier", cost.rate_multiplier);
        json.member("sms_rate", cost.sms_rate);
    }
    json.end_object();
}

}  // namespace

void write_notification(JsonWriter& json, const Notification& message, const templates::StoredTemplate* source,
                        std::string_view root, const unsubscribe::LinkMaker& links) {
    const Rendered rendered = render(message, source);
    const std::string template_id = message.template_id.to_string();
    json.begin_object();
    json.member("id", message.id).member("reference", message.client_reference);
    write_recipient(json, message);
    json.member("type", services::to_text(message.channel)).member("status", to_text(message.status));
    json.key("template").begin_object();
    json.member("id", template_id).member("version", message.template_version);
    json.member("uri", std::string(root) + "v2/template/" + template_id + "/version/" +
                           std::to_string(message.template_version));
    json.end_object();
    json.member("body", rendered.body).member("subject", rendered.subject);
    json.member("created_at", message.created_at);
    json.key("created_by_name").null();
    json.member("sent_at", message.sent_at).member("completed_at", message.completed_at());
    json.member("scheduled_for", message.scheduled_for);
    json.key("postage").null();
    json.member("one_click_unsubscribe_url", unsubscribe_link(message, source, links));
    write_cost(json, message);
    json.end_object();
}

}  // namespace herald::notifications
