#include "db/postgres_signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "db/postgres_error.h"

namespace herald::db {
namespace {

constexpr int reconnect_after_ms = 500;
constexpr int send_interval_ms = 1;

struct FreeString {
    void operator()(char* text) const { PQfreemem(text); }
};

}  // namespace

PostgresSignals::PostgresSignals(PostgresConnectionOptions options, Wakers& wakers)
    : options_(std::move(options)), wakers_(wakers), wake_event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (wake_event_ < 0) throw StoreUnavailable("cannot make an eventfd for the notifications");
}

PostgresSignals::~PostgresSignals() {
    stop();
    ::close(wake_event_);
}

void PostgresSignals::refresh() {
    std::call_once(started_, [this] { thread_ = std::thread([this] { run(); }); });
    wake_thread();
}

void PostgresSignals::wake_thread() const {
    const std::uint64_t one = 1;
    // It can only fail when the counter is full, and then the thread is woken anyway.
    [[maybe_unused]] const auto written = ::write(wake_event_, &one, sizeof one);
}

void PostgresSignals::notify(const Channels& channels) {
    if (channels.empty()) return;
    bool is_first = false;
    {
        std::scoped_lock lock(mutex_);
        is_first = waiting_.empty();
        waiting_.insert(channels.begin(), channels.end());
    }
    if (is_first) refresh();
}

bool PostgresSignals::has_waiting() const {
    std::scoped_lock lock(mutex_);
    return !waiting_.empty();
}

void PostgresSignals::stop() {
    stopping_ = true;
    if (!thread_.joinable()) return;
    wake_thread();
    thread_.join();
}

void PostgresSignals::run() {
    while (!stopping_ || has_waiting()) {
        try {
            connect_and_wait();
        } catch (const StoreUnavailable&) {
            log::warning("notifications_disconnected", "The connection for notifications was lost.");
            if (stopping_) return;
        }
        connection_.reset();
        if (!stopping_) wait_for_socket(reconnect_after_ms, false);
    }
}

void PostgresSignals::connect_and_wait() {
    connection_ = connect_postgres(options_);
    const PostgresResult result(PQexec(connection_.get(), "SET synchronous_commit TO off"));
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
        throw ConnectionLost("the connection for notifications broke");
    listening_.clear();
    // What arrives while a command is answered, this process's own notifications too, is there without a word from the
    // socket: so it is delivered last.
    bool is_whole = listen_to_new_channels() && send_waiting() && deliver();
    while (is_whole && !stopping_)
        is_whole = wait_for_socket(has_waiting() ? send_interval_ms : -1, true) && listen_to_new_channels() &&
                   send_waiting() && deliver();
    if (!is_whole) throw ConnectionLost("the connection for notifications broke");
}

bool PostgresSignals::send_waiting() {
    const auto now = std::chrono::steady_clock::now();
    if (!stopping_ && now < sent_at_ + std::chrono::milliseconds(send_interval_ms)) return true;
    Channels channels;
    {
        std::scoped_lock lock(mutex_);
        channels.swap(waiting_);
    }
    for (const auto& channel : channels) {
        const char* const name = channel.c_str();
        const PostgresResult result(
            PQexecParams(connection_.get(), "SELECT pg_notify($1, '')", 1, nullptr, &name, nullptr, nullptr, 0));
        if (PQresultStatus(result.get()) == PGRES_TUPLES_OK) continue;
        // Others are told once more than needed, which hurts nobody.
        std::scoped_lock lock(mutex_);
        waiting_.merge(channels);
        return false;
    }
    if (!channels.empty()) sent_at_ = now;
    return true;
}

bool PostgresSignals::listen_to_new_channels() {
    for (const auto& channel : wakers_.channels()) {
        if (!listening_.insert(channel).second) continue;
        const std::unique_ptr<char, FreeString> name(
            PQescapeIdentifier(connection_.get(), channel.data(), channel.size()));
        if (!name) return false;
        const PostgresResult result(PQexec(connection_.get(), (std::string("LISTEN ") + name.get()).c_str()));
        if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) return false;
        // What was notified before this moment went by unheard.
        wakers_.wake(channel);
    }
    return true;
}

bool PostgresSignals::wait_for_socket(int timeout_ms, bool with_connection) {
    pollfd waited[2] = {{wake_event_, POLLIN, 0}, {-1, POLLIN, 0}};
    if (with_connection) waited[1].fd = PQsocket(connection_.get());
    if (::poll(waited, 2, timeout_ms) < 0 && errno != EINTR) return false;
    std::uint64_t ignored = 0;
    [[maybe_unused]] const auto count = ::read(wake_event_, &ignored, sizeof ignored);
    return true;
}

bool PostgresSignals::deliver() {
    struct FreeNotification {
        void operator()(PGnotify* notification) const { PQfreemem(notification); }
    };
    if (PQconsumeInput(connection_.get()) != 1) return false;
    while (const std::unique_ptr<PGnotify, FreeNotification> notification{PQnotifies(connection_.get())})
        wakers_.wake(notification->relname);
    return PQstatus(connection_.get()) == CONNECTION_OK;
}

}  // namespace herald::db
