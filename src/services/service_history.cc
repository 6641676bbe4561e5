#include "services/service_history.h"

#include "base/json_writer.h"
#include "services/services_sql.h"

namespace herald::services {

void write_service_history(db::Transaction& tx, Uuid id) {
    const auto rows = tx.query(sql::select_service, {id});
    const db::Row row = rows[0];
    const auto version = row.get<std::int64_t>(15);
    const auto created_at = row.get<Timestamp>(13);
    const auto updated_at = row.get<std::optional<Timestamp>>(14);
    std::string json;
    JsonWriter writer(json);
    writer.begin_object()
        .member("id", id)
        .member("name", row.get<std::string>(1))
        .member("email_sender_local_part", row.get<std::string>(2))
        .member("custom_email_sender_name", row.get<std::optional<std::string>>(3))
        .member("active", row.get<bool>(4))
        .member("restricted", row.get<bool>(5))
        .member("prefix_sms", row.get<bool>(6))
        .member("email_message_limit", row.get<std::int64_t>(7))
        .member("sms_message_limit", row.get<std::int64_t>(8))
        .member("letter_message_limit", row.get<std::int64_t>(9))
        .member("international_sms_message_limit", row.get<std::int64_t>(10))
        .member("rate_limit", row.get<std::int64_t>(11))
        .member("created_at", created_at)
        .member("updated_at", updated_at)
        .member("version", version)
        .member("count_as_live", row.get<bool>(16))
        .member("contact_link", row.get<std::optional<std::string>>(17))
        .member("created_by_id", row.get<std::optional<Uuid>>(18))
        .end_object();
    tx.execute(sql::insert_service_history, {id, version, db::Json{json}, updated_at.value_or(created_at)});
}

}  // namespace herald::services
