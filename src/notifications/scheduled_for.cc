#include <chrono>
#include <optional>

#include "notifications/formats.h"

namespace herald::notifications {

namespace {

constexpr std::string_view format_error =
    "datetime format is invalid. It must be a valid ISO8601 date time format, https://en.wikipedia.org/wiki/ISO_8601";
constexpr std::string_view past_error = "datetime can not be in the past";
constexpr std::string_view future_error = "datetime can only be 7 days in the future";
constexpr Duration ahead_max = std::chrono::hours(7 * 24);

/// Reads a text from left to right; after the first thing that does not fit `good` is false and stays so.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool good() const { return good_; }
    bool at_end() const { return rest_.empty(); }
    bool next_is_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }

    bool take(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    /// Any one character, which may be several bytes.
    void take_separator() {
        if (at_end()) return fail();
        do rest_.remove_prefix(1);
        while (!rest_.empty() && (static_cast<unsigned char>(rest_[0]) & 0xC0) == 0x80);
    }
    int number(int digits, int least, int most) {
        int value = 0;
        for (int i = 0; i < digits; ++i) {
            if (!next_is_digit()) {
                fail();
                return least;
            }
            value = value * 10 + (rest_[0] - '0');
            rest_.remove_prefix(1);
        }
        if (value < least || value > most) fail();
        return value;
    }
    void require(bool condition) {
        if (!condition) fail();
    }

private:
    void fail() { good_ = false; }

    std::string_view rest_;
    bool good_ = true;
};

/// `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-Www`, `YYYY-Www-D`, `YYYYWww`, `YYYYWwwD`.
std::optional<std::chrono::sys_days> scan_date(Scanner& in) {
    using namespace std::chrono;
    const int year_number = in.number(4, 1, 9999);
    const bool extended = in.take('-');
    if (in.take('W')) {
        const int week = in.number(2, 1, 53);
        int day = 1;
        if (extended ? in.take('-') : in.next_is_digit()) day = in.number(1, 1, 7);
        if (!in.good()) return std::nullopt;
        // Week 1 is the one with 4 January in it.
        const sys_days fourth{year(year_number) / January / 4};
        const sys_days first_monday = fourth - (weekday(fourth) - Monday);
        const sys_days next_fourth{year(year_number + 1) / January / 4};
        if (first_monday + weeks(week - 1) >= next_fourth - (weekday(next_fourth) - Monday)) return std::nullopt;
        return first_monday + weeks(week - 1) + days(day - 1);
    }
    const int month_number = in.number(2, 1, 12);
    if (extended) in.require(in.take('-'));
    const int day_number = in.number(2, 1, 31);
    const year_month_day date{year(year_number), month(static_cast<unsigned>(month_number)),
                              day(static_cast<unsigned>(day_number))};
    if (!in.good() || !date.ok()) return std::nullopt;
    return sys_days(date);
}

/// `HH`, `HH:MM`, `HH:MM:SS`, each also without colons, and after the seconds a fraction.
Duration scan_time(Scanner& in, int hours_max) {
    using namespace std::chrono;
    Duration time = hours(in.number(2, 0, hours_max));
    const bool extended = in.take(':');
    if (!extended && !in.next_is_digit()) return time;
    time += minutes(in.number(2, 0, 59));
    if (extended ? !in.take(':') : !in.next_is_digit()) return time;
    time += seconds(in.number(2, 0, 59));
    if (!in.take('.') && !in.take(',')) return time;
    in.require(in.next_is_digit());
    for (std::int64_t unit = 100'000; in.next_is_digit(); unit /= 10) time += microseconds(unit * in.number(1, 0, 9));
    return time;
}

/// An instant; without an offset it is in UTC.
std::optional<Timestamp> scan(std::string_view text) {
    Scanner in(text);
    const auto date = scan_date(in);
    if (!date) return std::nullopt;
    Duration time{};
    if (!in.at_end()) {
        in.take_separator();
        time = scan_time(in, 23);
        if (in.take('+')) time -= scan_time(in, 23);
        else if (in.take('-')) time += scan_time(in, 23);
        else in.take('Z');
    }
    if (!in.good() || !in.at_end()) return std::nullopt;
    return Timestamp{std::chrono::duration_cast<Duration>(date->time_since_epoch() + time).count()};
}

}  // namespace

std::variant<Timestamp, std::string_view> read_scheduled_for(std::string_view text, Timestamp now) {
    const auto instant = scan(text);
    if (!instant) return format_error;
    if (*instant < now) return past_error;
    if (*instant > now + ahead_max) return future_error;
    return *instant;
}

}  // namespace herald::notifications
