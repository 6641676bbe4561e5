#include "schedule/cron.h"

#include <charconv>
#include <vector>

namespace herald::schedule {
namespace {

constexpr std::int64_t minute_micros = 60'000'000;
constexpr std::int64_t day_minutes = 24 * 60;

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One element of a list: `*`, `7`, `1-5`, any of them with `/step`.
template <std::size_t size>
bool add_element(std::string_view element, int low, int high, std::bitset<size>& bits) {
    int step = 1;
    if (const auto slash = element.find('/'); slash != std::string_view::npos) {
        const auto given = number(element.substr(slash + 1));
        if (!given || *given < 1) return false;
        step = *given;
        element = element.substr(0, slash);
    }
    if (element != "*") {
        const auto ends = split(element, '-');
        const auto first = number(ends.front()), last = number(ends.back());
        if (ends.size() > 2 || !first || !last || *first < low || *last > high || *first > *last) return false;
        low = *first;
        high = *last;
    }
    for (int value = low; value <= high; value += step) bits.set(static_cast<std::size_t>(value));
    return true;
}

template <std::size_t size>
bool read_field(std::string_view field, int low, int high, std::bitset<size>& bits) {
    for (const auto element : split(field, ','))
        if (!add_element(element, low, high, bits)) return false;
    return true;
}

int to_int(std::string_view digits) {
    return *number(digits);
}

}  // namespace

std::optional<Cron> Cron::parse(std::string_view text) {
    Cron cron;
    cron.text_ = text;
    const auto fields = split(cron.text_, ' ');
    if (fields.size() != 5) return std::nullopt;
    const bool ok = read_field(fields[0], 0, 59, cron.minutes_) && read_field(fields[1], 0, 23, cron.hours_) &&
                    read_field(fields[2], 1, 31, cron.days_) && read_field(fields[3], 1, 12, cron.months_) &&
                    read_field(fields[4], 0, 6, cron.weekdays_);
    if (!ok) return std::nullopt;
    return cron;
}

bool Cron::matches_day(std::int64_t days_since_1970) const {
    const std::string date = Timestamp{days_since_1970 * day_minutes * minute_micros}.utc_date();
    const auto month = static_cast<std::size_t>(to_int(std::string_view(date).substr(5, 2)));
    const auto day = static_cast<std::size_t>(to_int(std::string_view(date).substr(8, 2)));
    // 1 January 1970 was a Thursday.
    const auto weekday = static_cast<std::size_t>(((days_since_1970 % 7) + 7 + 4) % 7);
    return months_[month] && days_[day] && weekdays_[weekday];
}

std::optional<Timestamp> Cron::latest(Timestamp instant) const {
    constexpr int days_back_max = 400;
    const std::int64_t last_minute = instant.micros / minute_micros;
    const std::int64_t today = last_minute / day_minutes;
    for (std::int64_t day = today; day > today - days_back_max; --day) {
        if (!matches_day(day)) continue;
        const std::int64_t from = day == today ? last_minute % day_minutes : day_minutes - 1;
        for (std::int64_t minute = from; minute >= 0; --minute)
            if (hours_[static_cast<std::size_t>(minute / 60)] && minutes_[static_cast<std::size_t>(minute % 60)])
                return Timestamp{(day * day_minutes + minute) * minute_micros};
    }
    return std::nullopt;
}

}  // namespace herald::schedule
