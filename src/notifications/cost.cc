#include "notifications/cost.h"

#include <array>

#include "letters/rates.h"

namespace herald::notifications {
namespace {

struct Rate {
    std::string_view valid_from;  ///< UTC of London midnight; the very first is UTC midnight
    double pounds;
};

// data-model §14.4. A price change is a new row; past ones stay, because old messages keep their price.
constexpr std::array<Rate, 9> sms_rates{{
    {"2016-05-18T00:00:00Z", 0.0165},
    {"2017-03-31T23:00:00Z", 0.0158},
    {"2021-03-31T23:00:00Z", 0.016},
    {"2022-03-31T23:00:00Z", 0.0161},
    {"2022-04-30T23:00:00Z", 0.0172},
    {"2023-03-31T23:00:00Z", 0.0197},
    {"2024-03-31T23:00:00Z", 0.0227},
    {"2025-03-31T23:00:00Z", 0.0233},
    {"2026-03-31T23:00:00Z", 0.024},
}};

}  // namespace

double sms_rate_at(Timestamp instant) {
    static const auto starts = [] {
        std::array<Timestamp, sms_rates.size()> parsed;
        for (std::size_t i = 0; i < parsed.size(); ++i) parsed[i] = *Timestamp::parse_iso(sms_rates[i].valid_from);
        return parsed;
    }();
    for (std::size_t i = starts.size(); i-- > 0;)
        if (starts[i] <= instant) return sms_rates[i].pounds;
    return 0;
}

namespace {

Cost cost_of_letter(const Notification& letter) {
    using enum Status;
    Cost cost;
    const bool has_no_pdf_yet = letter.status == created && letter.billable_units == 0;
    if (letter.status == pending_virus_check || has_no_pdf_yet) {
        cost.is_ready = false;
        return cost;
    }
    const bool is_never_sent = letter.status == cancelled || letter.status == technical_failure ||
                               letter.status == validation_failed || letter.status == virus_scan_failed;
    cost.has_letter_details = true;
    cost.sheets = is_never_sent ? 0 : letter.billable_units;
    cost.pounds =
        letters::letter_rate_at(letter.created_at, cost.sheets, letter.postage.value_or(letters::default_postage));
    return cost;
}

}  // namespace

Cost cost_of(const Notification& message) {
    if (message.channel == Channel::letter) return cost_of_letter(message);
    Cost cost;
    if (message.channel == Channel::email) {
        cost.pounds = 0.0;
        return cost;
    }
    if (message.status == Status::created && message.billable_units == 0) {
        cost.is_ready = false;
        return cost;
    }
    cost.has_sms_details = true;
    cost.fragments = message.billable_units;
    cost.rate_multiplier = message.rate_multiplier.value_or(1);
    cost.sms_rate = sms_rate_at(message.created_at);
    cost.pounds = static_cast<double>(cost.fragments) * cost.rate_multiplier * cost.sms_rate;
    return cost;
}

}  // namespace herald::notifications
