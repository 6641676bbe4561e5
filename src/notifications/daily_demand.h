#pragma once

#include "limits/daily_limits.h"
#include "notifications/notification.h"

namespace herald::notifications {

/// What a message of `service` counts against. Only numbers whose country code is 44 are no concern of the
/// international limit (contract public-api §5.2).
inline limits::DailyDemand daily_demand(const Notification& message, const services::Service& service) {
    const bool is_abroad = message.channel == Channel::sms && message.international && message.phone_prefix != "44";
    return {&service, message.key_type, message.channel, is_abroad, message.created_at};
}

}  // namespace herald::notifications
