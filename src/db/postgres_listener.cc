#include "db/postgres_listener.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "db/postgres_error.h"

namespace herald::db {
namespace {

constexpr int reconnect_after_ms = 500;

struct FreeString {
    void operator()(char* text) const { PQfreemem(text); }
};

}  // namespace

PostgresListener::PostgresListener(PostgresConnectionOptions options, Wakers& wakers)
    : options_(std::move(options)), wakers_(wakers), wake_event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (wake_event_ < 0) throw StoreUnavailable("cannot make an eventfd for the listener");
    thread_ = std::thread([this] { run(); });
}

void PostgresListener::refresh() const {
    const std::uint64_t one = 1;
    // It can only fail when the counter is full, and then the thread is woken anyway.
    [[maybe_unused]] const auto written = ::write(wake_event_, &one, sizeof one);
}

void PostgresListener::stop() {
    stopping_ = true;
    if (!thread_.joinable()) return;
    refresh();
    thread_.join();
    ::close(wake_event_);
}

void PostgresListener::run() {
    while (!stopping_) {
        try {
            connect_and_wait();
        } catch (const StoreUnavailable&) {
            log::warning("listener_disconnected", "The connection that waits for notifications was lost.");
        }
        connection_.reset();
        if (!stopping_) wait_for_socket(reconnect_after_ms, false);
    }
}

void PostgresListener::connect_and_wait() {
    connection_ = connect_postgres(options_);
    listening_.clear();
    while (!stopping_ && listen_to_new_channels() && wait_for_socket(-1, true) && deliver()) {
    }
}

bool PostgresListener::listen_to_new_channels() {
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

bool PostgresListener::wait_for_socket(int timeout_ms, bool with_connection) {
    pollfd waited[2] = {{wake_event_, POLLIN, 0}, {-1, POLLIN, 0}};
    if (with_connection) waited[1].fd = PQsocket(connection_.get());
    if (::poll(waited, 2, timeout_ms) < 0 && errno != EINTR) return false;
    std::uint64_t ignored = 0;
    [[maybe_unused]] const auto count = ::read(wake_event_, &ignored, sizeof ignored);
    return true;
}

bool PostgresListener::deliver() {
    struct FreeNotification {
        void operator()(PGnotify* notification) const { PQfreemem(notification); }
    };
    if (PQconsumeInput(connection_.get()) != 1) return false;
    while (const std::unique_ptr<PGnotify, FreeNotification> notification{PQnotifies(connection_.get())})
        wakers_.wake(notification->relname);
    return PQstatus(connection_.get()) == CONNECTION_OK;
}

}  // namespace herald::db
