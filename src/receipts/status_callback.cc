#include "receipts/status_callback.h"

namespace herald::receipts {

using notifications::Channel;
using notifications::Status;

notifications::Notification read_message(const db::Row& row) {
    notifications::Notification m;
    m.id = row.get<Uuid>(0);
    m.service_id = row.get<Uuid>(1);
    m.template_id = row.get<Uuid>(2);
    m.template_version = row.get<std::int64_t>(3);
    m.key_type = services::key_type_from_text(row.get<std::string_view>(4)).value_or(services::KeyType::normal);
    m.channel = services::channel_from_text(row.get<std::string_view>(5)).value_or(Channel::sms);
    m.status = notifications::status_from_text(row.get<std::string_view>(6)).value_or(Status::failed);
    m.recipient = row.get<std::optional<std::string>>(7).value_or("");
    m.client_reference = row.get<std::optional<std::string>>(8);
    m.international = row.get<bool>(9);
    m.phone_prefix = row.get<std::optional<std::string>>(10);
    m.sent_by = row.get<std::optional<std::string>>(11);
    m.created_at = row.get<Timestamp>(12);
    m.sent_at = row.get<std::optional<Timestamp>>(13);
    m.updated_at = row.get<std::optional<Timestamp>>(14);
    m.job_id = row.get<std::optional<Uuid>>(15);
    return m;
}

void add_status_callback(callbacks::Outbox& outbox, const notifications::Notification& message, bool archived) {
    if (!outbox.wants(message.service_id, "delivery_status")) return;
    callbacks::DeliveryStatus values;
    values.notification_id = message.id;
    values.client_reference = message.client_reference;
    if (!archived) values.recipient = message.recipient;
    values.status = to_text(message.status);
    values.created_at = message.created_at;
    values.completed_at = message.updated_at;
    values.sent_at = message.sent_at;
    values.notification_type = services::to_text(message.channel);
    values.template_id = message.template_id;
    values.template_version = message.template_version;
    outbox.add(message.service_id, message.id, "delivery_status", callbacks::delivery_status_json(values));
}

}  // namespace herald::receipts
