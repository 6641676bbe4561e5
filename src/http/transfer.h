#pragma once

#include <curl/curl.h>

#include <chrono>
#include <coroutine>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "http/client.h"
#include "http/connection_slots.h"

namespace herald::http {

/// One exchange with a peer by libcurl. Made on the loop's thread, carried out on the client's, and then handed back.
class Transfer {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `timeout` is that of the whole exchange, and includes the wait for a connection.
    Transfer(const std::string& url, Duration timeout)
        : origin_(origin_of(url)), started_(std::chrono::steady_clock::now()), deadline_(started_ + timeout) {}
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    virtual ~Transfer() { curl_slist_free_all(list_); }

    /// Sets all options of a handle that has been reset.
    virtual void prepare(CURL* easy) = 0;
    /// Notes how it ended. The handle is null when the time was up before there was a connection to be had.
    virtual void conclude(CURL* easy, CURLcode code) = 0;
    /// The client is stopped before it ended.
    virtual void abandon() = 0;

    const std::string& origin() const { return origin_; }
    Time deadline() const { return deadline_; }

    /// Called on the loop's thread when all is known.
    void deliver() { waiting.resume(); }
    std::coroutine_handle<> waiting;

protected:
    Duration elapsed() const {
        return std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - started_);
    }
    /// Adds to the list that lives as long as this.
    void append_to_list(const std::string& line) {
        curl_slist* longer = curl_slist_append(list_, line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        list_ = longer;
    }
    curl_slist* list() const { return list_; }
    void set_common(CURL* easy, const std::string& url, Duration connect_timeout);
    std::string words_for(CURLcode code) const;

private:
    const std::string origin_;
    const Time started_;
    const Time deadline_;
    curl_slist* list_ = nullptr;
    char error_words_[CURL_ERROR_SIZE] = "";
};

/// `co_await ended(multi, transfer)`: resumes on the loop when it has been delivered.
template <class Multi>
auto ended(Multi& multi, std::shared_ptr<Transfer> transfer) {
    struct Awaiter {
        Multi& multi;
        std::shared_ptr<Transfer> transfer;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> waiting) {
            transfer->waiting = waiting;
            multi.submit(std::move(transfer));
        }
        void await_resume() const noexcept {}
    };
    return Awaiter{multi, std::move(transfer)};
}

}  // namespace herald::http
