#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

#include "db/postgres_connection.h"
#include "db/wakers.h"

namespace herald::db {

/// Notifies and is notified, on a connection of its own with a thread that starts when it is first needed.
///
/// Notifications are sent beside the transactions that they tell of, not in them: PostgreSQL lets only one transaction
/// that notifies commit at a time, so the processes of an installation would wait for each other's disk. They are sent
/// without waiting for the disk, a channel at most once a millisecond.
/// After every new connection everybody is woken once, since what was notified meanwhile is lost. What a process that
/// dies has not sent is lost, too: whoever waits for a channel looks now and then without being told.
class PostgresSignals {
public:
    PostgresSignals(PostgresConnectionOptions options, Wakers& wakers);
    ~PostgresSignals();
    PostgresSignals(const PostgresSignals&) = delete;
    PostgresSignals& operator=(const PostgresSignals&) = delete;

    /// Tells the thread that `wakers` has a new channel.
    void refresh();
    /// Soon, and before `stop` returns, unless the server cannot be reached.
    void notify(const Channels& channels);
    void stop();

private:
    void wake_thread() const;
    void run();
    void connect_and_wait();
    // Each is false when the connection broke.
    bool listen_to_new_channels();
    bool send_waiting();
    bool wait_for_socket(int timeout_ms, bool with_connection);
    bool deliver();
    bool has_waiting() const;

    const PostgresConnectionOptions options_;
    Wakers& wakers_;
    const int wake_event_;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    Channels waiting_;  ///< to be notified
    PostgresHandle connection_;
    std::set<std::string> listening_;
    std::chrono::steady_clock::time_point sent_at_;
    std::once_flag started_;
    std::thread thread_;
};

}  // namespace herald::db
