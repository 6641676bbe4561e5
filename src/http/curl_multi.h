#pragma once

#include <curl/curl.h>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/loop.h"
#include "http/connection_slots.h"
#include "http/transfer.h"

namespace herald::http {

/// Carries out transfers with libcurl's multi interface in a thread of its own. The cost of an event does not depend on
/// how many transfers are open: epoll says which socket, libcurl acts on that one.
class CurlMulti {
public:
    CurlMulti(Loop& loop, std::size_t connections_per_host_max, std::size_t connections_max);
    ~CurlMulti();
    CurlMulti(const CurlMulti&) = delete;
    CurlMulti& operator=(const CurlMulti&) = delete;

    /// From any thread. The transfer is delivered on the loop when it has ended, or has been abandoned.
    void submit(std::shared_ptr<Transfer> transfer);
    /// Abandons what is under way, and whatever is submitted from now on. Returns when the thread has ended.
    void stop();

private:
    using Batch = std::vector<std::shared_ptr<Transfer>>;

    static int on_socket(CURL*, curl_socket_t socket, int what, void* multi, void* known);
    static int on_timer(CURLM*, long timeout_ms, void* multi);

    void run();
    bool take_submitted();
    void enter(std::shared_ptr<Transfer> transfer);
    void begin(Transfer& transfer);
    void begin_waiting();
    int wait_time_ms() const;
    void wait_and_act();
    void collect_ended();
    void expire();
    void end(Transfer& transfer, CURLcode code);
    void release(CURL* easy);
    void abandon_all();
    void deliver_ended();
    void wake() const;

    Loop& loop_;
    CURLM* const multi_;
    const int epoll_;
    const int wake_up_;  ///< an eventfd

    std::mutex mutex_;
    Batch submitted_;        ///< under the mutex
    bool stopping_ = false;  ///< under the mutex

    // The rest belongs to the thread.
    using Deadlines = std::multimap<Transfer::Time, Transfer*>;
    struct Entry {
        std::shared_ptr<Transfer> transfer;
        Deadlines::iterator deadline;
        CURL* easy = nullptr;  ///< null while it waits for a connection
    };
    std::unordered_map<Transfer*, Entry> entries_;
    Deadlines deadlines_;
    ConnectionSlots slots_;
    std::vector<CURL*> spare_;
    Batch ended_;
    std::optional<Transfer::Time> alarm_;  ///< when libcurl wants to be called
    std::thread thread_;
};

}  // namespace herald::http
