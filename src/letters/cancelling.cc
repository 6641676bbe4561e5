#include "letters/cancelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/london.h"
#include "letters/letter_timings.h"

namespace herald::letters {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// A reading of the clocks in London.
struct LocalTime {
    sys_days date;
    Duration time_of_day;
};

LocalTime local_time(Timestamp instant) {
    const std::chrono::sys_time<Duration> local{Duration(utc_to_london(instant).micros)};
    const auto date = std::chrono::floor<days>(local);
    return {date, local - date};
}

/// `3 June`.
std::string spoken(LocalDate date) {
    constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                         "May",       "June",     "July",     "August",
                                                         "September", "October",  "November", "December"};
    return fmt::format("{} {}", static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1]);
}

/// `2026-11-22 01:03:14.683595`, without the fraction if it is nothing.
std::string spoken(Timestamp instant) {
    std::string iso = instant.to_iso();
    iso[iso.find('T')] = ' ';
    iso.pop_back();
    const std::size_t point = iso.find('.');
    if (iso.compare(point, std::string::npos, ".000000") == 0) iso.resize(point);
    return iso;
}

/// The day whose 17:30 started the printing of a letter that is past cancelling; today if that is still to come.
sys_days printing_date(Timestamp created_at, sys_days today) {
    return std::min(sys_days(processing_day(created_at)), today);
}

std::string too_late(Timestamp created_at, Timestamp now) {
    const sys_days today = local_time(now).date;
    const sys_days printed = printing_date(created_at, today);
    return fmt::format("It’s too late to cancel this letter. Printing started {} at 5.30pm",
                       printed == today ? "today" : "on " + spoken(LocalDate(printed)));
}

/// While a letter can be cancelled, its printing starts at the next cut-off after it was made.
std::string_view day_of_start(Timestamp created_at, Timestamp now) {
    const LocalTime made = local_time(created_at);
    const sys_days today = local_time(now).date;
    const bool is_before_cut_off_today = made.date < today || (made.date == today && made.time_of_day < cut_off);
    return is_before_cut_off_today ? "today" : "tomorrow";
}

std::string day_of_printing(Timestamp created_at, Timestamp now, StatementForm form) {
    const sys_days today = local_time(now).date;
    const sys_days printed = printing_date(created_at, today);
    if (printed == today) return "today";
    if (printed == today - days(1)) return "yesterday";
    return (form == StatementForm::full ? "on " : "") + spoken(LocalDate(printed));
}

}  // namespace

bool is_too_late_to_cancel(Timestamp created_at, Timestamp now) {
    const LocalTime made = local_time(created_at);
    const LocalTime today = local_time(now);
    const bool was_made_by_cut_off = made.time_of_day <= cut_off;
    if (made.date < today.date && was_made_by_cut_off) return true;
    if (today.date - made.date > days(1)) return true;
    const bool was_made_by_cut_off_today = made.date < today.date || (made.date == today.date && was_made_by_cut_off);
    return today.time_of_day >= cut_off && was_made_by_cut_off_today;
}

bool can_be_cancelled(const Letter& letter, Timestamp now) {
    const bool is_waiting = letter.status == "created" || letter.status == "pending-virus-check";
    return is_waiting && !is_too_late_to_cancel(letter.created_at, now);
}

std::optional<std::string> cancel_refusal(const Letter& letter, Timestamp now) {
    if (can_be_cancelled(letter, now)) return std::nullopt;
    if (is_too_late_to_cancel(letter.created_at, now)) return too_late(letter.created_at, now);
    if (letter.status == "cancelled") return "This letter has already been cancelled.";
    return fmt::format("We could not cancel this letter. Letter status: {}, created_at: {}", letter.status,
                       spoken(letter.created_at));
}

bool is_cancellable_in_job(std::string_view status) {
    constexpr std::array<std::string_view, 6> statuses = {
        "created", "cancelled", "virus-scan-failed", "validation-failed", "technical-failure", "pending-virus-check"};
    return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

std::optional<std::string_view> cancel_refusal(const JobToCancel& job, Timestamp now) {
    if (!job.is_letter_job) return "Only letter jobs can be cancelled through this endpoint. This is not a letter job.";
    if (!job.has_all_notifications) return "We are still processing these letters, please try again in 5 minutes.";
    if (!job.is_every_letter_cancellable || is_too_late_to_cancel(job.created_at, now))
        return "It’s too late to cancel sending, these letters have already been sent.";
    return std::nullopt;
}

std::string printing_statement(const Letter& letter, Timestamp now, StatementForm form) {
    const bool is_full = form == StatementForm::full;
    if (can_be_cancelled(letter, now))
        return fmt::format("{} {} at 5:30pm", is_full ? "Printing starts" : "Printing",
                           day_of_start(letter.created_at, now));
    return fmt::format("Printed {} at 5:30pm", day_of_printing(letter.created_at, now, form));
}

}  // namespace herald::letters
