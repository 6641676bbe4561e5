#include "workers/lease.h"

#include "base/log.h"
#include "workers/workers_sql.h"

namespace herald::workers {

Lease::Lease(db::Store& store, Loop& loop, const Clock& clock, IdSource& ids, Metrics& metrics, Options options)
    : store_(store),
      loop_(loop),
      clock_(clock),
      ids_(ids),
      options_(std::move(options)),
      id_(ids.next_random()),
      reaped_(metrics.counter("herald_workers_reaped_total", "Workers whose lease ran out and whose work was freed")) {}

void Lease::free_work_of(db::Transaction& tx, const Uuid& worker) {
    free_all_but_mail_of(tx, worker);
    tx.execute(sql::free_deliveries_of, {worker});
    tx.execute(sql::remove_worker, {worker});
}

void Lease::free_all_but_mail_of(db::Transaction& tx, const Uuid& worker) {
    tx.execute(sql::free_deliveries_but_mail_of, {worker});
    tx.execute(sql::free_callbacks_of, {worker});
    tx.execute(sql::free_jobs_of, {worker});
    tx.notify("deliveries");
    tx.notify("callbacks");
    tx.notify("jobs");
}

std::size_t Lease::free_work_of_dead(db::Transaction& tx, Timestamp now) const {
    const auto dead = tx.query(sql::expired_workers, {now});
    for (const auto row : dead) {
        tx.execute(sql::lose_worker, {row.get<Uuid>(0)});
        free_all_but_mail_of(tx, row.get<Uuid>(0));
    }
    for (const auto row : tx.query(sql::lost_workers, {now - options_.mail_timeout}))
        free_work_of(tx, row.get<Uuid>(0));
    return dead.size();
}

void Lease::start() {
    const Timestamp now = clock_.now();
    const Timestamp expires_at = now + options_.length;
    const std::size_t dead = store_.write_now([&](db::Transaction& tx) {
        tx.execute(sql::register_worker, {id_, options_.roles, options_.host, now, expires_at});
        if (!options_.alone) return free_work_of_dead(tx, now);
        const auto others = tx.query(sql::other_workers, {id_});
        for (const auto row : others) {
            tx.execute(sql::free_deliveries_after_crash, {row.get<Uuid>(0), now + options_.restart_wait});
            free_work_of(tx, row.get<Uuid>(0));
        }
        return others.size();
    });
    reaped_.add(static_cast<double>(dead));
    expires_at_micros_ = expires_at.micros;
    spawn(keep_renewing());
}

Task<void> Lease::keep_renewing() {
    while (true) {
        co_await sleep(loop_, options_.length / 4);
        if (released_) co_return;
        try {
            co_await renew();
            co_await reap();
        } catch (const db::StoreError& error) {
            log::warning("lease_not_renewed", "This worker's lease could not be renewed; trying again",
                         {{"worker_id", id_}, {"error", error.what()}});
        }
    }
}

Task<void> Lease::renew() {
    const Timestamp now = clock_.now();
    const Timestamp expires_at = now + options_.length;
    const Uuid new_id = ids_.next_random();
    const bool afresh = afresh_;
    const bool is_new = co_await store_.write(loop_, [&](db::Transaction& tx) {
        if (released_ || (!afresh && tx.execute(sql::renew_worker, {id_, expires_at}) > 0)) return false;
        tx.execute(sql::register_worker, {new_id, options_.roles, options_.host, now, expires_at});
        return true;
    });
    if (is_new) {
        log::warning(
            afresh ? "lease_changed" : "lease_lost",
            afresh ? "This worker goes on under a new id, because it does not know what it holds under the old one"
                   : "This worker was thought dead and its work was freed",
            {{"worker_id", id_}, {"new_worker_id", new_id}});
        change_id(new_id);
        if (afresh) afresh_ = false;
    }
    expires_at_micros_ = expires_at.micros;
}

void Lease::change_id(const Uuid& new_id) {
    std::scoped_lock lock(id_mutex_);
    id_ = new_id;
}

Task<std::size_t> Lease::reap() {
    const Timestamp now = clock_.now();
    const std::size_t dead =
        co_await store_.write(loop_, [&](db::Transaction& tx) { return free_work_of_dead(tx, now); });
    reaped_.add(static_cast<double>(dead));
    if (dead > 0)
        log::warning("workers_reaped", "Work of dead workers was freed", {{"workers", dead}, {"worker_id", id_}});
    co_return dead;
}

Task<void> Lease::release() {
    released_ = true;
    expires_at_micros_ = 0;
    co_await store_.write(loop_, [&](db::Transaction& tx) { free_work_of(tx, id_); });
}

}  // namespace herald::workers
