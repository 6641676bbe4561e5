#pragma once

#include "notifications/intake.h"

namespace herald::test {

/// Makes one message durable, and says whether the day's limits allowed it.
inline Task<bool> accept(notifications::Intake& intake, notifications::AcceptedPtr message) {
    notifications::Submission submission;
    submission.messages.push_back(std::move(message));
    const auto verdict = co_await intake.submit(std::move(submission));
    co_return !verdict.refusals.front();
}

}  // namespace herald::test
