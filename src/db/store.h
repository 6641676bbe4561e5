#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <variant>

#include "base/loop.h"
#include "base/task.h"
#include "db/statement.h"
#include "db/value.h"

namespace herald::db {

/// Something the store could not do. What was in the transaction is rolled back.
class StoreError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// The store takes no work now: no connection, a full queue, a full disk, a failed fsync. Answered as 503.
class StoreUnavailable : public StoreError {
    using StoreError::StoreError;
};
/// The connection was lost while a transaction was being committed: nobody knows whether it was.
class CommitUnknown : public StoreUnavailable {
    using StoreUnavailable::StoreUnavailable;
};
/// A unique key refused a row.
class UniqueViolation : public StoreError {
    using StoreError::StoreError;
};

/// What a unit of work sees: statements, inside a transaction that its caller begins and ends.
/// A statement that fails ends the unit: later ones throw the same failure, and the unit is rolled back even if it
/// swallows the exception. (PostgreSQL insists on it; SQLite is made to agree.) Use `ON CONFLICT` where a conflict is
/// expected.
class Transaction {
public:
    virtual ~Transaction() = default;

    virtual Engine engine() const = 0;
    virtual Rows query(const Statement& statement, const Params& params) = 0;
    /// Returns the number of rows changed.
    virtual std::int64_t execute(const Statement& statement, const Params& params) = 0;
    /// One execution per element; returns the rows changed by each. SQLite steps one prepared statement; PostgreSQL
    /// sends all in pipeline mode, so that they cost one round trip.
    virtual std::vector<std::int64_t> execute_many(const Statement& statement, std::span<const Params> all) = 0;
    /// One query per element, in one round trip on PostgreSQL.
    virtual std::vector<Rows> query_many(const Statement& statement, std::span<const Params> all) = 0;
    /// As execute_many, of which nobody asks what it changed: PostgreSQL is told with the next call or the commit, so
    /// that it costs no round trip. A failure is thrown there.
    virtual void post_many(const Statement& statement, std::span<const Params> all) = 0;
    /// Wakes whoever waits on `channel` in any process, once this transaction has committed.
    virtual void notify(std::string_view channel) = 0;
};

/// A database. SQLite: one writer thread that commits what has queued up together (each unit in its own savepoint),
/// and a few readers. PostgreSQL: a pool of connections, each with a thread.
///
/// A unit of work may be run more than once (a lost connection before commit, a serialisation failure), so it must
/// have no effect but on the transaction and on variables that it sets anew each time.
class Store {
public:
    using Work = std::function<void(Transaction&)>;
    /// Called on a thread of the store: null when the work has committed, else why it has not.
    using Done = std::function<void(std::exception_ptr)>;

    virtual ~Store() = default;

    virtual Engine engine() const = 0;
    /// Queues a unit. `done` is called after the commit is durable. A full queue calls `done` with StoreUnavailable.
    virtual void submit_write(Work work, Done done) = 0;
    /// Queues reads; they see a consistent snapshot.
    virtual void submit_read(Work work, Done done) = 0;
    /// False from the moment a commit could not be made durable: such a store refuses writes until reopened.
    virtual bool accepts_writes() const = 0;
    /// Calls `wake` (on a store thread) after a transaction that notified `channel` has committed, here or in another
    /// process. On SQLite only this process's own commits are heard.
    virtual void listen(std::string channel, std::function<void()> wake) = 0;
    /// Finishes what is queued and closes. Later work is refused with StoreUnavailable.
    virtual void stop() = 0;

    /// `co_await store.write(loop, [&](Transaction& tx) { … return x; })`: resumes on the loop after the commit.
    /// Throws what `work` threw, or StoreError. `work` and what it refers to must live until then (it does when the
    /// awaiting coroutine owns it).
    template <class F>
    auto write(Loop& loop, F work) -> Task<std::invoke_result_t<F&, Transaction&>> {
        return run(loop, std::move(work), &Store::submit_write);
    }
    template <class F>
    auto read(Loop& loop, F work) -> Task<std::invoke_result_t<F&, Transaction&>> {
        return run(loop, std::move(work), &Store::submit_read);
    }
    /// The same, blocking: for the command line, start-up and tests. Never on the loop.
    template <class F>
    auto write_now(F work) -> std::invoke_result_t<F&, Transaction&> {
        return run_now(std::move(work), &Store::submit_write);
    }
    template <class F>
    auto read_now(F work) -> std::invoke_result_t<F&, Transaction&> {
        return run_now(std::move(work), &Store::submit_read);
    }

private:
    using Submit = void (Store::*)(Work, Done);

    template <class F>
    auto run(Loop& loop, F work, Submit submit) -> Task<std::invoke_result_t<F&, Transaction&>>;
    template <class F>
    auto run_now(F work, Submit submit) -> std::invoke_result_t<F&, Transaction&>;
};

}  // namespace herald::db

#include "db/store_run.h"
