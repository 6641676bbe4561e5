#include "unsubscribe/request_store.h"

#include "unsubscribe/unsubscribe_sql.h"

namespace herald::unsubscribe {
namespace {

/// The installation's own services with a list of their own (data-model §13).
constexpr std::string_view research_service = "6c335bf6-ea00-45f1-a40c-6612c7639386";
constexpr std::string_view features_service = "2242f811-1027-44c0-b7d1-1459823d6740";

}  // namespace

std::optional<Mail> find_mail(db::Transaction& tx, const Uuid& notification_id) {
    auto rows = tx.query(sql::unsubscribed_message, {notification_id});
    if (rows.empty()) rows = tx.query(sql::unsubscribed_archived_message, {notification_id});
    if (rows.empty()) return std::nullopt;
    return Mail{notification_id, rows[0].get<Uuid>(0), rows[0].get<Uuid>(1), rows[0].get<std::int64_t>(2),
                rows[0].get<std::string>(3)};
}

bool store_request(db::Transaction& tx, IdSource& ids, Timestamp now, const Mail& mail, std::string_view address) {
    const std::string service = mail.service_id.to_string();
    if (service == research_service) return tx.execute(sql::end_part_in_research, {address, now}) > 0;
    if (service == features_service) return tx.execute(sql::end_new_features_email, {address, now}) > 0;
    return tx.execute(sql::insert_unsubscribe_request, {ids.next_ordered(), mail.notification_id, mail.service_id,
                                                        mail.template_id, mail.template_version, address, now}) > 0;
}

}  // namespace herald::unsubscribe
