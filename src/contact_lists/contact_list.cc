#include "contact_lists/contact_list.h"

#include "contact_lists/contact_lists_sql.h"
#include "retention/data_retention.h"

namespace herald::contact_lists {
namespace {

ContactList read(const db::Row& row) {
    ContactList found;
    found.id = row.get<Uuid>(0);
    found.service_id = row.get<Uuid>(1);
    found.original_file_name = row.get<std::string>(2);
    found.row_count = row.get<std::int64_t>(3);
    const auto channel = services::channel_from_text(row.get<std::string_view>(4));
    if (!channel) throw db::StoreError("the store holds a word that this program does not know");
    found.channel = *channel;
    found.created_by_id = row.get<std::optional<Uuid>>(5);
    found.created_by_name = row.get<std::optional<std::string>>(6);
    found.created_at = row.get<Timestamp>(7);
    return found;
}

/// The jobs that were made of it. Days are UTC here, as everywhere with uploads.
void count_jobs(db::Transaction& tx, ContactList& list, Timestamp now) {
    const int days = retention::days_kept(tx, list.service_id, list.channel);
    const auto since = Timestamp::start_of_utc_day(now.utc_day() - days);
    const auto use = jobs::contact_list_use(tx, list.service_id, list.id, since);
    list.has_jobs = use.has_jobs;
    list.recent_job_count = use.recent_jobs;
}

}  // namespace

std::string object_name(const Uuid& service_id, const Uuid& id) {
    return jobs::job_object_name(service_id, id);
}

bool create(db::Transaction& tx, const ContactList& list) {
    return tx.execute(sql::insert_contact_list, {list.id, list.service_id, list.original_file_name, list.row_count,
                                                 to_text(list.channel), list.created_by_id, list.created_at}) > 0;
}

std::vector<ContactList> list(db::Transaction& tx, const Uuid& service_id, Timestamp now) {
    std::vector<ContactList> all;
    for (const auto row : tx.query(sql::contact_lists_of_service, {service_id})) all.push_back(read(row));
    for (auto& one : all) count_jobs(tx, one, now);
    return all;
}

std::optional<ContactList> find(db::Transaction& tx, const Uuid& service_id, const Uuid& id, Timestamp now) {
    const auto rows = tx.query(sql::contact_list_by_id, {id, service_id});
    if (rows.empty()) return std::nullopt;
    ContactList found = read(rows[0]);
    count_jobs(tx, found, now);
    return found;
}

bool archive(db::Transaction& tx, const Uuid& service_id, const Uuid& id, Timestamp now) {
    return tx.execute(sql::archive_contact_list, {id, service_id, now}) > 0;
}

}  // namespace herald::contact_lists
