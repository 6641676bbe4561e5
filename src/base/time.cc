#include "base/time.h"

#include <cctype>

namespace herald {
namespace {

// The two conversions below are the well-known ones for the proleptic Gregorian calendar with the year starting in
// March (http://howardhinnant.github.io/date_algorithms.html).
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const auto year_of_era = static_cast<unsigned>(year - era * 400);
    const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

struct Civil {
    std::int64_t year;
    unsigned month, day;
};

Civil civil_from_days(std::int64_t days) {
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const auto day_of_era = static_cast<unsigned>(days - era * 146097);
    const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const unsigned shifted_month = (5 * day_of_year + 2) / 153;
    const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2), month,
            day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

/// Reads digits and separators from the front of a text; any mismatch makes it fail for good.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    int digits(int count) {
        if (rest_.size() < static_cast<std::size_t>(count)) return fail();
        int value = 0;
        for (int i = 0; i < count; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') return fail();
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }
    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) {
        if (!take(c)) fail();
    }
    bool next_is_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
    bool done() const { return ok_ && rest_.empty(); }
    bool ok() const { return ok_; }
    int fail() {
        ok_ = false;
        return 0;
    }

private:
    std::string_view rest_;
    bool ok_ = true;
};

int read_fraction_micros(Reader& in) {
    int value = 0;
    int count = 0;
    while (in.next_is_digit()) {
        const int digit = in.digits(1);
        if (count++ < 6) value = value * 10 + digit;
    }
    if (count == 0) in.fail();
    for (; count < 6; ++count) value *= 10;
    return value;
}

std::int64_t read_offset_minutes(Reader& in) {
    if (in.take('Z') || in.take('z')) return 0;
    int sign = 0;
    if (in.take('+')) sign = 1;
    else if (in.take('-')) sign = -1;
    if (sign == 0) return 0;
    const int hours = in.digits(2);
    in.take(':');
    const int minutes = in.next_is_digit() ? in.digits(2) : 0;
    return sign * (hours * 60 + minutes);
}

void put(char* at, std::int64_t value, int width) {
    for (int i = width - 1; i >= 0; --i, value /= 10) at[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string Timestamp::to_iso() const {
    std::int64_t days = micros / day_micros;
    std::int64_t rest = micros % day_micros;
    if (rest < 0) {
        rest += day_micros;
        --days;
    }
    const Civil date = civil_from_days(days);
    std::string text = "0000-00-00T00:00:00.000000Z";
    put(&text[0], date.year, 4);
    put(&text[5], date.month, 2);
    put(&text[8], date.day, 2);
    put(&text[11], rest / 3'600'000'000, 2);
    put(&text[14], rest / 60'000'000 % 60, 2);
    put(&text[17], rest / 1'000'000 % 60, 2);
    put(&text[20], rest % 1'000'000, 6);
    return text;
}

std::optional<Timestamp> Timestamp::parse_iso(std::string_view text) {
    Reader in(text);
    const int year = in.digits(4);
    in.expect('-');
    const int month = in.digits(2);
    in.expect('-');
    const int day = in.digits(2);
    if (!in.take('T') && !in.take(' ') && !in.take('t')) in.fail();
    const int hour = in.digits(2);
    in.expect(':');
    const int minute = in.digits(2);
    const int second = in.take(':') ? in.digits(2) : 0;
    const int fraction = in.take('.') ? read_fraction_micros(in) : 0;
    const std::int64_t offset_minutes = read_offset_minutes(in);
    constexpr int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!in.done() || month < 1 || month > 12 || day < 1 || day > month_days[month - 1] || hour > 23 || minute > 59 ||
        second > 59)
        return std::nullopt;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month == 2 && day == 29 && !leap) return std::nullopt;
    const std::int64_t days = days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
    const std::int64_t seconds = hour * 3600 + minute * 60 + second - offset_minutes * 60;
    return Timestamp{days * day_micros + seconds * 1'000'000 + fraction};
}

}  // namespace herald
