#pragma once

#include <atomic>

#include "base/time.h"

namespace herald {

/// The only source of time. It is passed in; nothing asks the operating system by itself.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override {
        const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
        return {std::chrono::duration_cast<Duration>(since_1970).count()};
    }
};

/// Time that stands still until it is moved: for tests and for running a task at a given instant.
class VirtualClock final : public Clock {
public:
    explicit VirtualClock(Timestamp start) : micros_(start.micros) {}
    Timestamp now() const override { return {micros_.load()}; }
    void advance(Duration d) { micros_ += d.count(); }
    void set(Timestamp t) { micros_ = t.micros; }

private:
    std::atomic<std::int64_t> micros_;
};

}  // namespace herald
