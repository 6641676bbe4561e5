#pragma once

#include <array>
#include <bitset>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace herald::schedule {

/// When a task is due, in UTC: five fields as cron has them (`minute hour day-of-month month day-of-week`), each `*`,
/// numbers, ranges, lists and steps (`*/15`, `1-5`); Sunday is 0. All fields must match: unlike classic cron, a day of
/// the month and a day of the week are both required when both are given (tasks.md §1.9).
class Cron {
public:
    /// Nothing when the text is not of that form.
    static std::optional<Cron> parse(std::string_view text);

    /// The latest due minute at or before `instant`; nothing within the last 400 days.
    std::optional<Timestamp> latest(Timestamp instant) const;
    const std::string& text() const { return text_; }

private:
    bool matches_day(std::int64_t days_since_1970) const;

    std::string text_;
    std::bitset<60> minutes_;
    std::bitset<24> hours_;
    std::bitset<32> days_;
    std::bitset<13> months_;
    std::bitset<7> weekdays_;
};

}  // namespace herald::schedule
