#include "bench/poller.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace herald::bench {

namespace {

void control(int epoll, int operation, int socket, Pollable& pollable, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &pollable;
    if (epoll_ctl(epoll, operation, socket, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

}  // namespace

Poller::Poller() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

Poller::~Poller() {
    close(epoll_);
}

void Poller::add(int socket, Pollable& pollable) {
    control(epoll_, EPOLL_CTL_ADD, socket, pollable, EPOLLIN);
}

void Poller::want_write(int socket, Pollable& pollable, bool wanted) {
    const std::uint32_t events = wanted ? EPOLLIN | EPOLLOUT : EPOLLIN;
    control(epoll_, EPOLL_CTL_MOD, socket, pollable, events);
}

void Poller::wait(std::chrono::nanoseconds patience) {
    std::array<epoll_event, 128> events;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
    const timespec limit{.tv_sec = seconds.count(), .tv_nsec = (patience - seconds).count()};
    const int count = epoll_pwait2(epoll_, events.data(), static_cast<int>(events.size()), &limit, nullptr);
    if (count < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "epoll_pwait2");
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        const bool broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
        static_cast<Pollable*>(event.data.ptr)->on_ready(broken || (event.events & EPOLLIN), event.events & EPOLLOUT);
    }
}

}  // namespace herald::bench
