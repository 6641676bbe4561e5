#include "notifications/shown.h"

#include <set>

#include "base/london.h"
#include "notifications/shown_sql.h"
#include "recipients/phone_number.h"

namespace herald::notifications {
namespace {

std::map<Uuid, std::string> read_names(db::Transaction& tx, const db::Statement& statement,
                                       const std::set<Uuid>& wanted) {
    std::vector<db::Params> params;
    for (const Uuid& id : wanted) params.push_back({id});
    std::map<Uuid, std::string> names;
    if (params.empty()) return names;
    const auto results = tx.query_many(statement, params);
    std::size_t at = 0;
    for (const Uuid& id : wanted)
        if (const auto& rows = results[at++]; !rows.empty()) names.emplace(id, rows[0].get<std::string>(0));
    return names;
}

template <class Key, class T>
const T* look_up(const std::map<Key, T>& all, const std::optional<Key>& key) {
    if (!key) return nullptr;
    const auto found = all.find(*key);
    return found == all.end() ? nullptr : &found->second;
}

/// Whom a message of the template would be from now (§1.1).
std::optional<std::string> default_sender(const templates::StoredTemplate& source, const services::Service* service) {
    if (source.type == Channel::letter) return source.letter_contact_block;
    if (!service) return std::nullopt;
    if (source.type == Channel::email) {
        const auto* reply_to = service->default_reply_to();
        return reply_to ? std::optional(reply_to->email_address) : std::nullopt;
    }
    const auto* sender = service->default_sms_sender();
    return sender ? std::optional(recipients::normalise_sms_sender(sender->text)) : std::nullopt;
}

void write_template(JsonWriter& json, const templates::StoredTemplate& source, const services::Service* service) {
    const bool is_letter = source.type == Channel::letter;
    json.begin_object()
        .member("id", source.id)
        .member("service", source.service_id)
        .member("version", source.version)
        .member("name", source.name)
        .member("template_type", to_text(source.type))
        .member("content", source.content)
        .member("subject", source.subject)
        .member("redact_personalisation", false)
        .member("is_precompiled_letter", is_letter && source.hidden && source.name == "Pre-compiled PDF")
        .member("letter_attachment", std::nullopt)
        .member("reply_to_text", default_sender(source, service))
        .member("letter_languages", is_letter ? std::optional<std::string_view>("english") : std::nullopt)
        .member("letter_welsh_subject", std::nullopt)
        .member("letter_welsh_content", std::nullopt)
        .member("has_unsubscribe_link", source.has_unsubscribe_link)
        .end_object();
}

std::string london_text(Timestamp instant) {
    std::string text = utc_to_london(instant).to_iso().substr(0, 19);
    text[10] = ' ';
    return text;
}

}  // namespace

Surroundings read_surroundings(db::Transaction& tx, std::span<const Notification> messages) {
    std::set<Uuid> keys, jobs;
    std::vector<Uuid> by_hand;
    for (const auto& message : messages) {
        if (message.api_key_id) keys.insert(*message.api_key_id);
        if (message.job_id) jobs.insert(*message.job_id);
        if (!message.api_key_id && !message.job_id) by_hand.push_back(message.id);
    }
    Surroundings surroundings;
    surroundings.key_names = read_names(tx, sql::name_of_api_key, keys);
    surroundings.job_names = read_names(tx, sql::file_name_of_job, jobs);
    std::vector<db::Params> params;
    for (const Uuid& id : by_hand) params.push_back({id});
    if (params.empty()) return surroundings;
    const auto results = tx.query_many(sql::author_of_notification, params);
    for (std::size_t i = 0; i < by_hand.size(); ++i)
        for (const auto row : results[i])
            surroundings.authors.emplace(by_hand[i],
                                         Author{row.get<Uuid>(0), row.get<std::string>(1), row.get<std::string>(2)});
    return surroundings;
}

void write_shown(JsonWriter& json, const ShownNotification& shown) {
    const Notification& m = shown.message;
    const auto* job_name = look_up(shown.surroundings.job_names, m.job_id);
    const auto* key_name = look_up(shown.surroundings.key_names, m.api_key_id);
    const auto* author = look_up(shown.surroundings.authors, std::optional(m.id));
    json.begin_object()
        .member("id", m.id)
        .member("service", m.service_id)
        .member("to", m.recipient)
        .member("normalised_to", m.normalised_recipient)
        .member("notification_type", to_text(m.channel))
        .member("status", to_text(m.status))
        .key("template");
    if (shown.source) write_template(json, *shown.source, shown.service);
    else json.null();
    json.key("personalisation").raw(m.personalisation.empty() ? "{}" : m.personalisation).key("job");
    if (m.job_id)
        json.begin_object()
            .member("id", *m.job_id)
            .member("original_file_name", job_name ? *job_name : "")
            .end_object();
    else json.null();
    json.member("job_row_number", m.job_row_number)
        .member("api_key", m.api_key_id)
        .member("key_name", key_name ? std::optional<std::string_view>(*key_name) : std::nullopt)
        .member("key_type", to_text(m.key_type))
        .key("created_by");
    if (author)
        json.begin_object()
            .member("id", author->id)
            .member("name", author->name)
            .member("email_address", author->email_address)
            .end_object();
    else json.null();
    json.member("created_at", m.created_at)
        .member("sent_at", m.sent_at)
        .member("updated_at", m.updated_at)
        .member("sent_by", m.sent_by)
        .member("reference", m.reference)
        .member("client_reference", m.client_reference)
        .member("billable_units", m.billable_units)
        .member("international", m.international)
        .member("phone_prefix", m.phone_prefix)
        .member("rate_multiplier", m.rate_multiplier)
        .member("postage", m.postage ? std::optional(letters::to_text(*m.postage)) : std::nullopt)
        .member("reply_to_text", m.reply_to_text)
        .member("document_download_count", m.document_download_count)
        .member("unsubscribe_link", m.unsubscribe_link)
        .end_object();
}

std::string_view csv_status(Status status, Channel channel) {
    const bool is_sms = channel == Channel::sms, is_letter = channel == Channel::letter;
    switch (status) {
        case Status::created:
        case Status::sending:
            return is_letter ? "Accepted" : "Sending";
        case Status::delivered:
            return is_letter ? "Received" : "Delivered";
        case Status::sent:
            return is_letter ? "sent" : is_sms ? "Sent internationally" : "Delivered";
        case Status::failed:
            return is_letter ? "failed" : "Failed";
        case Status::technical_failure:
            return "Technical failure";
        case Status::temporary_failure:
            return is_letter ? "temporary-failure"
                   : is_sms  ? "Phone not accepting messages right now"
                             : "Inbox not accepting messages right now";
        case Status::permanent_failure:
            return is_letter ? "Permanent failure"
                   : is_sms  ? "Phone number doesn’t exist"
                             : "Email address doesn’t exist";
        case Status::returned_letter:
            return is_letter ? "Returned" : to_text(status);
        default:
            return to_text(status);
    }
}

void write_csv_row(JsonWriter& json, const ShownNotification& shown) {
    const Notification& m = shown.message;
    const auto* job_name = look_up(shown.surroundings.job_names, m.job_id);
    const auto* key_name = look_up(shown.surroundings.key_names, m.api_key_id);
    const auto* author = look_up(shown.surroundings.authors, std::optional(m.id));
    using Text = std::optional<std::string_view>;
    json.begin_object().member("id", m.id).key("row_number");
    if (m.job_row_number) json.value(*m.job_row_number + 1);
    else json.value("");
    json.member("recipient", m.recipient)
        .member("client_reference", m.client_reference.value_or(""))
        .member("template_name", shown.source ? std::string_view(shown.source->name) : "")
        .member("template_type", to_text(m.channel))
        .member("job_name", job_name ? std::string_view(*job_name) : "")
        .member("status", csv_status(m.status, m.channel))
        .member("created_at", london_text(m.created_at))
        .member("created_by_name", author ? Text(author->name) : std::nullopt)
        .member("created_by_email_address", author ? Text(author->email_address) : std::nullopt)
        .member("api_key_name", key_name ? Text(*key_name) : std::nullopt)
        .end_object();
}

Task<void> write_messages(JsonWriter& json, templates::TemplateDirectory& templates, const services::Service* service,
                          const std::vector<Notification>& messages, const Surroundings& surroundings,
                          void (*write)(JsonWriter&, const ShownNotification&)) {
    json.begin_array();
    for (const Notification& message : messages) {
        const auto source =
            co_await templates.find_version(message.service_id, message.template_id, message.template_version);
        const ShownNotification shown{message, source.get(), service, surroundings};
        write(json, shown);
    }
    json.end_array();
}

}  // namespace herald::notifications
