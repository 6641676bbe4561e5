#include "callbacks/endpoints.h"

#include "callbacks/endpoints_sql.h"

namespace herald::callbacks {

std::vector<FailingEndpoint> read_failing_endpoints(db::Transaction& tx) {
    std::vector<FailingEndpoint> all;
    for (const auto row : tx.query(sql::failing_endpoints, {}))
        all.push_back({{row.get<Uuid>(0), row.get<std::string>(1)}, row.get<Timestamp>(2), row.get<bool>(3)});
    return all;
}

bool record_failing(db::Transaction& tx, const Endpoint& endpoint, std::string_view url, Timestamp since,
                    Timestamp probe_at) {
    return tx.execute(sql::record_failing_endpoint, {endpoint.service_id, endpoint.type, url, since, probe_at}) > 0;
}

bool take_probe(db::Transaction& tx, const Endpoint& endpoint, Timestamp now, Timestamp next) {
    return tx.execute(sql::take_endpoint_probe, {endpoint.service_id, endpoint.type, now, next}) > 0;
}

bool suspend(db::Transaction& tx, IdSource& ids, const Endpoint& endpoint, Timestamp before, Timestamp now) {
    if (tx.execute(sql::suspend_endpoint, {endpoint.service_id, endpoint.type, before, now}) == 0) return false;
    const std::string text =
        "The endpoint has not answered for so long that it is not called any more. Calls are kept as failed until it "
        "is resumed or set anew";
    tx.execute(sql::log_suspension, {endpoint.service_id, ids.next_ordered(), endpoint.type, text, now});
    return true;
}

std::optional<Suspension> take_untold_suspension(db::Transaction& tx, Timestamp now) {
    const auto rows = tx.query(sql::take_untold_suspension, {now});
    if (rows.empty()) return std::nullopt;
    const db::Row row = rows[0];
    return Suspension{{row.get<Uuid>(0), row.get<std::string>(1)}, row.get<std::string>(2), row.get<Timestamp>(3)};
}

bool resume(db::Transaction& tx, const Endpoint& endpoint) {
    return tx.execute(sql::resume_endpoint, {endpoint.service_id, endpoint.type}) > 0;
}

}  // namespace herald::callbacks
