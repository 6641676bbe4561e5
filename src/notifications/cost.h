#pragma once

#include <optional>

#include "notifications/notification.h"

namespace herald::notifications {

/// What a message cost (contract public-api §4.3), at the rate valid when it was created; the free allowance is not
/// taken off.
struct Cost {
    bool is_ready = true;
    std::optional<double> pounds;
    bool has_sms_details = false;
    std::int64_t fragments = 0;
    double rate_multiplier = 1;
    double sms_rate = 0;
    bool has_letter_details = false;
    std::int64_t sheets = 0;
};
Cost cost_of(const Notification& message);

/// Pounds per fragment for a message created at `instant` (data-model §14.4); 0 before the first rate.
double sms_rate_at(Timestamp instant);

}  // namespace herald::notifications
