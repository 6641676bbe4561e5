#include "jobs/row_drafter.h"

#include <algorithm>

#include "base/json_writer.h"
#include "jobs/table_rules.h"
#include "services/find_by_id.h"

namespace herald::jobs {
namespace {

using notifications::Notification;
using notifications::Status;
using spreadsheets::MessageProblem;
using spreadsheets::RecipientKind;

spreadsheets::TableRules rules_for(const services::ServicePtr& service, const templates::StoredTemplate& source) {
    spreadsheets::TableRules rules = table_rules(*service, source);
    if (service->restricted)
        rules.is_allowed = [service](std::string_view recipient) {
            return service->allowed_recipients.contains(recipient);
        };
    return rules;
}

template <class T>
const T* chosen(const std::vector<T>& all, const std::optional<Uuid>& wanted, const T* by_default) {
    const T* found = wanted ? services::find_by_id(all, *wanted) : nullptr;
    return found != nullptr ? found : by_default;
}

/// The sender that was chosen at upload; one that has been removed since gives way to the default.
std::optional<std::string> reply_to_text(const services::Service& service, const Job& job) {
    if (job.channel == Channel::sms) {
        const auto* sender = chosen(service.sms_senders, job.sender_id, service.default_sms_sender());
        return sender != nullptr ? std::optional(sender->text) : std::nullopt;
    }
    const auto* reply_to = chosen(service.reply_tos, job.sender_id, service.default_reply_to());
    return reply_to != nullptr ? std::optional(reply_to->email_address) : std::nullopt;
}

std::string personalisation_json(const spreadsheets::TableColumns& columns, const spreadsheets::TableRow& row) {
    std::string text;
    if (columns.placeholders().empty()) return text;
    JsonWriter json(text);
    json.begin_object();
    for (const std::size_t field : columns.placeholders()) {
        const spreadsheets::TableCell& cell = row.cells[field];
        json.key(columns.fields()[field].name);
        if (cell.items.empty()) {
            json.value(cell.text);
            continue;
        }
        json.begin_array();
        for (const std::string_view item : cell.items) json.value(item);
        json.end_array();
    }
    json.end_object();
    return text;
}

bool has_valid_recipient(const spreadsheets::TableRow& row) {
    return row.phone_number || row.email_address;
}

void set_recipient(Notification& message, const spreadsheets::TableRow& row) {
    message.recipient = row.recipient;
    if (row.phone_number) {
        message.normalised_recipient = row.phone_number->normalised;
        message.international = row.phone_number->international;
        message.phone_prefix = row.phone_number->country_prefix;
        message.rate_multiplier = row.phone_number->rate_multiplier;
        return;
    }
    if (row.email_address) {
        message.recipient = row.email_address->address;
        message.normalised_recipient = row.email_address->normalised;
        return;
    }
    message.status = Status::validation_failed;
    message.normalised_recipient = row.recipient;
    if (message.channel != Channel::sms) return;
    message.phone_prefix = "+44";
    message.rate_multiplier = 0;
}

}  // namespace

RowDrafter::RowDrafter(const Job& job, services::ServicePtr service, templates::TemplatePtr source)
    : job_(job),
      service_(std::move(service)),
      source_(std::move(source)),
      rules_(rules_for(service_, *source_)),
      reply_to_text_(reply_to_text(*service_, job_)) {}

bool RowDrafter::lacks_columns(const spreadsheets::TableColumns& columns) const {
    const auto recipient = spreadsheets::recipient_columns(rules_.kind).front();
    return std::any_of(columns.missing().begin(), columns.missing().end(),
                       [&](const std::string& name) { return name != recipient; });
}

std::variant<notifications::AcceptedPtr, SkipReason> RowDrafter::draft(const spreadsheets::TableColumns& columns,
                                                                       const spreadsheets::TableRow& row,
                                                                       Timestamp now) const {
    if (!row.is_allowed) return not_allowed;
    if (has_valid_recipient(row)) {
        if (row.is_missing_data || lacks_columns(columns)) return missing_data;
        if (row.message == MessageProblem::empty) return message_empty;
        if (row.message == MessageProblem::too_long) return message_too_long;
    }
    auto accepted = std::make_shared<notifications::Accepted>();
    Notification& message = accepted->message;
    message.id = job_row_id(job_.id, job_.starts_at(), static_cast<std::int64_t>(row.index));
    message.service_id = job_.service_id;
    message.template_id = job_.template_id;
    message.template_version = job_.template_version;
    message.job_id = job_.id;
    message.job_row_number = static_cast<std::int64_t>(row.index);
    message.channel = job_.channel;
    message.created_at = now;
    message.reply_to_text = reply_to_text_;
    if (!row.reference.empty()) message.client_reference = std::string(row.reference);
    set_recipient(message, row);
    message.personalisation = personalisation_json(columns, row);
    accepted->values = spreadsheets::to_personalisation(columns, row);
    accepted->service = service_;
    accepted->source = source_;
    return accepted;
}

}  // namespace herald::jobs
