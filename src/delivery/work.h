#pragma once

#include "notifications/intake.h"

namespace herald::delivery {

/// What a delivery row says is to be done.
enum class Step {
    send,      ///< hand the message to a provider
    simulate,  ///< a test key's message is `sending`: its made-up receipt is still to come (tasks.md §4.6)
};

constexpr std::string_view to_text(Step step) {
    return step == Step::send ? "send" : "simulate";
}

/// A delivery that this process has in memory, under the lease `owner`.
struct Work {
    notifications::AcceptedPtr accepted;
    Step step = Step::send;
    std::int64_t attempts = 0;  ///< provider calls made before
    Uuid owner;
    std::string last_provider;  ///< of the attempt that has just failed; empty at first
};

}  // namespace herald::delivery
