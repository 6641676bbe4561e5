#pragma once

#include <chrono>
#include <cstdint>

namespace herald::bench {

/// Something with a socket that can be read or written.
class Pollable {
public:
    Pollable() = default;
    Pollable(const Pollable&) = delete;
    Pollable& operator=(const Pollable&) = delete;
    virtual ~Pollable() = default;
    /// May not destroy the object: the same round may have more to tell it.
    virtual void on_ready(bool readable, bool writable) = 0;
};

/// epoll, level-triggered, on one thread.
class Poller {
public:
    Poller();
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    /// Watches for reading, and for writing when asked to. `pollable` must live until its socket is closed.
    void add(int socket, Pollable& pollable);
    void want_write(int socket, Pollable& pollable, bool wanted);
    /// Tells everybody who is ready; returns at once when somebody is, else after `patience` at the latest.
    void wait(std::chrono::nanoseconds patience);

private:
    int epoll_;
};

}  // namespace herald::bench
