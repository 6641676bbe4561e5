#include "callbacks/log.h"

#include "base/ids.h"
#include "callbacks/callback.h"
#include "callbacks/callbacks_sql.h"

namespace herald::callbacks {
namespace {

constexpr std::size_t step_max = 5000, replay_max = 500;

}  // namespace

std::vector<LogEntry> read_log(db::Transaction& tx, const Uuid& service_id, const std::string& status,
                               std::size_t limit) {
    std::vector<LogEntry> entries;
    const auto rows = tx.query(sql::callback_log_of, {service_id, status, limit});
    for (const auto row : rows)
        entries.push_back({row.get<Uuid>(0), row.get<Uuid>(1), row.get<std::string>(2), row.get<std::string>(3),
                           row.get<std::int64_t>(4), row.get<std::optional<std::int64_t>>(5),
                           row.get<std::optional<std::string>>(6), row.get<Timestamp>(7), row.get<Timestamp>(8)});
    return entries;
}

std::size_t replay(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id, const Replay& which,
                   Timestamp now) {
    const auto rows = tx.query(sql::take_failed_callbacks,
                               {service_id, !which.id, which.id.value_or(Uuid{}), which.since, replay_max});
    std::size_t queued = 0;
    for (const auto row : rows) {
        Callback callback;
        if (!open_payload(sealer, row.get<db::Blob>(3).bytes, callback)) {
            // It stays where it was, in case the secret comes back.
            tx.execute(sql::put_back_failed_callback,
                       {row.get<Uuid>(0), service_id, row.get<Uuid>(1), row.get<std::string_view>(2),
                        row.get<db::Blob>(3), row.get<std::int64_t>(5), row.get<std::optional<std::string>>(6),
                        row.get<Timestamp>(4), row.get<Timestamp>(7)});
            continue;
        }
        ++queued;
        // Where it went to has refused it: it goes to where the service wants such calls now.
        callback.clear_address();
        const std::string sealed = seal_payload(sealer, callback);
        tx.execute(sql::insert_callback, {row.get<Uuid>(0), service_id, row.get<Uuid>(1), row.get<std::string_view>(2),
                                          db::Blob{sealed}, now, std::nullopt, row.get<Timestamp>(4)});
    }
    if (queued > 0) tx.notify("callbacks");
    return queued;
}

DropStep drop_old(db::Transaction& tx, const Uuid& after, Timestamp now, const LogLimits& limits) {
    const Timestamp before = now - std::chrono::hours(24) * limits.days;
    const auto next = tx.query(sql::next_logged_service, {after});
    if (next.empty()) return {static_cast<std::size_t>(tx.execute(sql::drop_failed_callbacks, {before})), {}};
    const Uuid service = next[0].get<Uuid>(0);
    Uuid mark = first_ordered_id(before);
    const auto surplus = tx.query(sql::callback_log_surplus, {service, limits.entries_max});
    if (!surplus.empty()) mark = std::max(mark, surplus[0].get<Uuid>(0));
    const auto dropped = static_cast<std::size_t>(tx.execute(sql::drop_callback_log, {service, mark, step_max}));
    // The same service again while a whole step was dropped.
    return {dropped, dropped == step_max ? after : service};
}

}  // namespace herald::callbacks
