#pragma once

#include <atomic>
#include <set>
#include <thread>

#include "db/postgres_connection.h"
#include "db/wakers.h"

namespace herald::db {

/// Waits for notifications on a connection of its own. After every new connection everybody is woken once, since what
/// was notified meanwhile is lost.
class PostgresListener {
public:
    PostgresListener(PostgresConnectionOptions options, Wakers& wakers);
    ~PostgresListener() { stop(); }
    PostgresListener(const PostgresListener&) = delete;
    PostgresListener& operator=(const PostgresListener&) = delete;

    /// Tells the thread that `wakers` has a new channel.
    void refresh() const;
    void stop();

private:
    void run();
    void connect_and_wait();
    /// False when the connection broke.
    bool listen_to_new_channels();
    bool wait_for_socket(int timeout_ms, bool with_connection);
    bool deliver();

    const PostgresConnectionOptions options_;
    Wakers& wakers_;
    int wake_event_;
    std::atomic<bool> stopping_ = false;
    PostgresHandle connection_;
    std::set<std::string> listening_;
    std::thread thread_;
};

}  // namespace herald::db
