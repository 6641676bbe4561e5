#include "notifications/notification_json.h"

#include <cmath>

#include "base/json.h"
#include "base/python_text.h"
#include "content/render.h"
#include "letters/letter_timings.h"
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
    const std::string body = content::render_email_source(source->parsed, values);
    // The heading of a letter is shown escaped, the subject of an email is not (content.md §1.7).
    if (message.channel == Channel::letter) return {body, content::render_email_title(source->parsed, values)};
    return {body, content::render_email_subject(source->parsed, values)};
}

/// The address as the caller gave it, whatever was made of it.
void write_address(JsonWriter& json, const Notification& message) {
    const auto document = JsonDocument::parse(message.personalisation);
    const auto write = [&](std::string_view name, const std::string& key) {
        const JsonValue value = document ? document->root()[key] : JsonValue();
        json.key(name);
        if (!value.exists() || value.is_null()) json.null();
        else json.value(python_str(value));
    };
    for (const std::string line : {"1", "2", "3", "4", "5", "6"}) write("line_" + line, "address_line_" + line);
    write("postcode", "postcode");
}

void write_recipient(JsonWriter& json, const Notification& message) {
    const auto only = [&](Channel channel) {
        return message.channel == channel ? std::optional(message.recipient) : std::nullopt;
    };
    json.member("email_address", only(Channel::email));
    json.member("phone_number", only(Channel::sms));
    if (message.channel == Channel::letter) return write_address(json, message);
    for (const char* line : {"line_1", "line_2", "line_3", "line_4", "line_5", "line_6", "postcode"})
        json.key(line).null();
}

/// The caller's own, else one of ours where the template asks for it (contract public-api §3.1).
std::optional<std::string> unsubscribe_link(const Notification& message, const templates::StoredTemplate* source,
                                            const unsubscribe::LinkMaker& links) {
    if (message.unsubscribe_link || source == nullptr || !source->has_unsubscribe_link) return message.unsubscribe_link;
    return links.make(message.id, message.normalised_recipient).one_click;
}

/// 16:00 in London, with the seconds and less of when the letter was made (contract public-api §4.4).
Timestamp estimated_delivery(const Notification& letter) {
    const auto postage = letter.postage.value_or(letters::default_postage);
    const Duration below_a_minute(letter.created_at.micros % Duration(std::chrono::minutes(1)).count());
    return letters::letter_timings(letter.waits_since(), postage).latest_delivery + below_a_minute;
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
    if (cost.has_letter_details) {
        json.member("billable_sheets_of_paper", cost.sheets);
        json.member("postage", letters::to_text(message.postage.value_or(letters::default_postage)));
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
    json.member("type", services::to_text(message.channel))
        .member("status", public_text(message.status, message.channel));
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
    if (message.channel == Channel::letter) json.member("estimated_delivery", estimated_delivery(message));
    json.member("postage", message.postage ? std::optional(letters::to_text(*message.postage)) : std::nullopt);
    json.member("one_click_unsubscribe_url", unsubscribe_link(message, source, links));
    write_cost(json, message);
    json.end_object();
}

}  // namespace herald::notifications
