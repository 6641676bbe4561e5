#include "http/curl_multi.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <system_error>

namespace herald::http {

namespace {

/// libcurl wants this called once, before anything else and by one thread.
void set_up_curl() {
    static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (done != CURLE_OK) throw std::runtime_error("libcurl cannot be set up");
}

CURLM* new_multi() {
    set_up_curl();
    CURLM* multi = curl_multi_init();
    if (multi == nullptr) throw std::bad_alloc();
    return multi;
}

int checked(int descriptor, const char* what) {
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
    return descriptor;
}

int curl_mask(std::uint32_t events) {
    int mask = 0;
    if ((events & EPOLLIN) != 0) mask |= CURL_CSELECT_IN;
    if ((events & EPOLLOUT) != 0) mask |= CURL_CSELECT_OUT;
    // Not CURL_CSELECT_ERR: with it libcurl would give up before it has read what the peer said last.
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) mask |= CURL_CSELECT_IN | CURL_CSELECT_OUT;
    return mask;
}

}  // namespace

CurlMulti::CurlMulti(Loop& loop, std::size_t connections_per_host_max, std::size_t connections_max)
    : loop_(loop),
      multi_(new_multi()),
      epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_up_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")),
      slots_(connections_per_host_max, connections_max) {
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(connections_max));
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = wake_up_;
    checked(epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_up_, &event), "epoll_ctl");
    thread_ = std::thread([this] { run(); });
}

CurlMulti::~CurlMulti() {
    stop();
    for (CURL* easy : spare_) curl_easy_cleanup(easy);
    curl_multi_cleanup(multi_);
    close(wake_up_);
    close(epoll_);
}

void CurlMulti::submit(std::shared_ptr<Transfer> transfer) {
    bool first = false;
    bool refused = false;
    {
        std::scoped_lock lock(mutex_);
        refused = stopping_;
        if (!refused) {
            first = submitted_.empty();
            submitted_.push_back(transfer);
        }
    }
    if (refused) {
        transfer->abandon();
        loop_.post([transfer] { transfer->deliver(); });
    } else if (first) {
        wake();
    }
}

void CurlMulti::wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(wake_up_, &one, sizeof one);
}

void CurlMulti::stop() {
    {
        std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    wake();
    if (thread_.joinable()) thread_.join();
}

void CurlMulti::run() {
    while (take_submitted()) {
        wait_and_act();
        collect_ended();
        expire();
        begin_waiting();
        deliver_ended();
    }
    abandon_all();
    deliver_ended();
}

/// False when it is time to stop.
bool CurlMulti::take_submitted() {
    Batch batch;
    bool goes_on = true;
    {
        std::scoped_lock lock(mutex_);
        batch.swap(submitted_);
        goes_on = !stopping_;
    }
    for (auto& transfer : batch) {
        if (goes_on) {
            enter(std::move(transfer));
        } else {
            transfer->abandon();
            ended_.push_back(std::move(transfer));
        }
    }
    return goes_on;
}

void CurlMulti::enter(std::shared_ptr<Transfer> shared) {
    Transfer& transfer = *shared;
    const auto deadline = deadlines_.emplace(transfer.deadline(), &transfer);
    entries_.emplace(&transfer, Entry{std::move(shared), deadline, nullptr});
    if (slots_.enter(transfer, transfer.origin())) begin(transfer);
}

void CurlMulti::begin(Transfer& transfer) {
    CURL* easy = nullptr;
    if (spare_.empty()) {
        easy = curl_easy_init();
        if (easy == nullptr) throw std::bad_alloc();
    } else {
        easy = spare_.back();
        spare_.pop_back();
    }
    transfer.prepare(easy);
    entries_.at(&transfer).easy = easy;
    curl_multi_add_handle(multi_, easy);
}

void CurlMulti::begin_waiting() {
    while (Transfer* transfer = slots_.next()) begin(*transfer);
}

int CurlMulti::wait_time_ms() const {
    std::optional<Transfer::Time> until = alarm_;
    if (!deadlines_.empty() && (!until || deadlines_.begin()->first < *until)) until = deadlines_.begin()->first;
    if (!until) return -1;
    const auto left = *until - std::chrono::steady_clock::now();
    if (left.count() <= 0) return 0;
    return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
}

void CurlMulti::wait_and_act() {
    std::array<epoll_event, 256> events;
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_time_ms());
    int running = 0;
    for (int i = 0; i < count; ++i) {
        const int socket = events[static_cast<std::size_t>(i)].data.fd;
        if (socket == wake_up_) {
            std::uint64_t times = 0;
            [[maybe_unused]] const ssize_t taken = ::read(wake_up_, &times, sizeof times);
        } else {
            curl_multi_socket_action(multi_, socket, curl_mask(events[static_cast<std::size_t>(i)].events), &running);
        }
    }
    if (alarm_ && *alarm_ <= std::chrono::steady_clock::now()) {
        alarm_.reset();  // libcurl sets the next one from within
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
    }
}

void CurlMulti::collect_ended() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        Transfer* transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        end(*transfer, message->data.result);
    }
}

void CurlMulti::expire() {
    const auto now = std::chrono::steady_clock::now();
    while (!deadlines_.empty() && deadlines_.begin()->first <= now)
        end(*deadlines_.begin()->second, CURLE_OPERATION_TIMEDOUT);
}

void CurlMulti::end(Transfer& transfer, CURLcode code) {
    const auto found = entries_.find(&transfer);
    Entry entry = std::move(found->second);
    entries_.erase(found);
    deadlines_.erase(entry.deadline);
    transfer.conclude(entry.easy, code);
    if (entry.easy != nullptr) {
        release(entry.easy);
        slots_.leave(transfer.origin());
    } else {
        slots_.give_up(transfer, transfer.origin());
    }
    ended_.push_back(std::move(entry.transfer));
}

void CurlMulti::release(CURL* easy) {
    constexpr std::size_t spare_max = 1024;
    curl_multi_remove_handle(multi_, easy);
    if (spare_.size() >= spare_max) return curl_easy_cleanup(easy);
    curl_easy_reset(easy);  // it must not point into the transfer that has ended
    spare_.push_back(easy);
}

void CurlMulti::abandon_all() {
    for (auto& [transfer, entry] : entries_) {
        if (entry.easy != nullptr) {
            curl_multi_remove_handle(multi_, entry.easy);
            curl_easy_cleanup(entry.easy);
        }
        transfer->abandon();
        ended_.push_back(std::move(entry.transfer));
    }
    entries_.clear();
    deadlines_.clear();
}

/// All that ended together is handed over together: waking the loop costs more than a response.
void CurlMulti::deliver_ended() {
    if (ended_.empty()) return;
    auto batch = std::make_shared<Batch>();
    batch->swap(ended_);
    loop_.post([batch] {
        for (const auto& transfer : *batch) transfer->deliver();
    });
}

int CurlMulti::on_socket(CURL*, curl_socket_t socket, int what, void* multi, void* known) {
    auto& self = *static_cast<CurlMulti*>(multi);
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(self.epoll_, EPOLL_CTL_DEL, socket, nullptr);
        return 0;
    }
    epoll_event event{};
    event.data.fd = socket;
    if ((what & CURL_POLL_IN) != 0) event.events |= EPOLLIN;
    if ((what & CURL_POLL_OUT) != 0) event.events |= EPOLLOUT;
    epoll_ctl(self.epoll_, known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event);
    if (known == nullptr) curl_multi_assign(self.multi_, socket, &self);
    return 0;
}

int CurlMulti::on_timer(CURLM*, long timeout_ms, void* multi) {
    auto& self = *static_cast<CurlMulti*>(multi);
    if (timeout_ms < 0) {
        self.alarm_.reset();
    } else {
        self.alarm_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    }
    return 0;
}

}  // namespace herald::http
