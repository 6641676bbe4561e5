#include "retention/data_retention.h"

#include "retention/data_retention_sql.h"

namespace herald::retention {

int days_kept(db::Transaction& tx, const Uuid& service_id, Channel channel) {
    const auto rows = tx.query(sql::days_of_retention, {service_id, to_text(channel)});
    return rows.empty() ? days_default : static_cast<int>(rows[0].get<std::int64_t>(0));
}

std::vector<DataRetention> list(db::Transaction& tx, const Uuid& service_id) {
    std::vector<DataRetention> all;
    for (const auto row : tx.query(sql::retentions_of_service, {service_id})) {
        const auto channel = services::channel_from_text(row.get<std::string_view>(3));
        if (!channel) throw db::StoreError("the store holds a word that this program does not know");
        all.push_back({row.get<Uuid>(0), row.get<Uuid>(1), row.get<std::string>(2), *channel, row.get<std::int64_t>(4),
                       row.get<Timestamp>(5), row.get<std::optional<Timestamp>>(6)});
    }
    return all;
}

bool create(db::Transaction& tx, const DataRetention& wanted) {
    return tx.execute(sql::insert_retention,
                      {wanted.id, wanted.service_id, to_text(wanted.channel), wanted.days, wanted.created_at}) > 0;
}

bool change(db::Transaction& tx, const Uuid& service_id, const Uuid& id, std::int64_t days, Timestamp now) {
    return tx.execute(sql::update_retention, {id, service_id, days, now}) > 0;
}

}  // namespace herald::retention
