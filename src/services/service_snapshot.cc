// Reads a service whole, as intake and delivery want it.
#include "recipients/email_address.h"
#include "services/service_store.h"
#include "services/services_sql.h"

namespace herald::services {
namespace {

constexpr auto day = std::chrono::hours(24);
/// How long a revoked key is still told from an unknown one, counted from midnight (contract public-api §1.3).
constexpr int days_of_revoked_keys = 6;

Timestamp revoked_since(Timestamp now) {
    const Timestamp midnight{now.micros - now.micros % Duration(day).count()};
    return midnight - days_of_revoked_keys * day;
}

std::string open(const crypto::Sealer& sealer, db::Row row, std::size_t column, std::string_view context) {
    auto plain = sealer.open(row.get<db::Blob>(column).bytes, context);
    if (!plain)
        throw db::StoreError("something in the store was sealed under a secret that this process does not have");
    return std::move(*plain);
}

void read_keys(db::Transaction& tx, const crypto::Sealer& sealer, Timestamp now, Service& service) {
    const auto rows = tx.query(sql::select_service_keys, {service.id, revoked_since(now)});
    for (const auto row : rows) {
        const auto type = key_type_from_text(row.get<std::string_view>(2));
        if (!type) throw db::StoreError("an API key has an unknown type");
        service.keys.push_back({row.get<Uuid>(0), row.get<std::string>(1), *type,
                                open(sealer, row, 3, api_key_secret_context), row.get<std::optional<Timestamp>>(4)});
    }
}

void read_senders(db::Transaction& tx, Service& service) {
    const auto senders = tx.query(sql::select_service_sms_senders, {service.id});
    for (const auto row : senders)
        service.sms_senders.push_back({row.get<Uuid>(0), row.get<std::string>(1), row.get<bool>(2)});
    const auto reply_tos = tx.query(sql::select_service_reply_tos, {service.id});
    for (const auto row : reply_tos)
        service.reply_tos.push_back({row.get<Uuid>(0), row.get<std::string>(1), row.get<bool>(2)});
}

void read_allowed_recipients(db::Transaction& tx, Service& service) {
    const auto guests = tx.query(sql::select_service_guests, {service.id});
    for (const auto row : guests)
        service.allowed_recipients.insert(recipients::normalise_recipient(row.get<std::string_view>(0)));
    const auto team = tx.query(sql::select_service_team, {service.id});
    for (const auto row : team) {
        service.allowed_recipients.insert(recipients::normalise_recipient(row.get<std::string_view>(0)));
        if (!row.is_null(1))
            service.allowed_recipients.insert(recipients::normalise_recipient(row.get<std::string_view>(1)));
    }
}

void read_callbacks(db::Transaction& tx, const crypto::Sealer& sealer, Service& service) {
    const auto rows = tx.query(sql::select_service_callbacks, {service.id});
    for (const auto row : rows) {
        CallbackEndpoint endpoint{row.get<std::string>(1), open(sealer, row, 2, bearer_token_context), {}};
        const auto type = row.get<std::string_view>(0);
        if (type == to_text(CallbackType::delivery_status)) service.delivery_status_callback = std::move(endpoint);
        else if (type == to_text(CallbackType::complaint)) service.complaint_callback = std::move(endpoint);
        else if (type == to_text(CallbackType::inbound_sms)) service.inbound_sms_callback = std::move(endpoint);
        else if (type == to_text(CallbackType::returned_letter)) service.returned_letter_callback = std::move(endpoint);
    }
}

}  // namespace

ServicePtr load_service(db::Transaction& tx, const crypto::Sealer& sealer, Uuid id, Timestamp now) {
    const auto rows = tx.query(sql::select_service, {id});
    if (rows.empty()) return nullptr;
    const db::Row row = rows[0];
    auto service = std::make_shared<Service>();
    service->id = id;
    service->name = row.get<std::string>(1);
    service->email_sender_local_part = row.get<std::string>(2);
    service->custom_email_sender_name = row.get<std::optional<std::string>>(3);
    service->active = row.get<bool>(4);
    service->restricted = row.get<bool>(5);
    service->prefix_sms = row.get<bool>(6);
    service->email_message_limit = row.get<std::int64_t>(7);
    service->sms_message_limit = row.get<std::int64_t>(8);
    service->letter_message_limit = row.get<std::int64_t>(9);
    service->international_sms_message_limit = row.get<std::int64_t>(10);
    service->rate_limit = row.get<std::int64_t>(11);
    service->change_number = row.get<std::int64_t>(12);
    service->created_at = row.get<Timestamp>(13);
    service->contact_link = row.get<std::optional<std::string>>(17);
    const auto permissions = tx.query(sql::select_service_permissions, {id});
    for (const auto permission : permissions) service->permissions.insert(permission.get<std::string>(0));
    read_keys(tx, sealer, now, *service);
    read_senders(tx, *service);
    read_allowed_recipients(tx, *service);
    read_callbacks(tx, sealer, *service);
    return service;
}

}  // namespace herald::services
