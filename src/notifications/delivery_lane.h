#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "notifications/notification.h"

namespace herald::notifications {

/// Messages that the same providers can take: what keeps one lane waiting holds up no other. Stored with a delivery.
enum class DeliveryLane {
    sms,
    sms_abroad,  ///< numbers outside of the United Kingdom, which not every provider serves
    email,
    simulated,  ///< of test keys, which no provider ever sees
};
inline constexpr std::size_t delivery_lanes = 4;
inline constexpr std::array<DeliveryLane, delivery_lanes> all_delivery_lanes{
    DeliveryLane::sms, DeliveryLane::sms_abroad, DeliveryLane::email, DeliveryLane::simulated};

constexpr DeliveryLane lane_of(const Notification& message) {
    if (message.key_type == KeyType::test) return DeliveryLane::simulated;
    if (message.channel == Channel::email) return DeliveryLane::email;
    return message.international ? DeliveryLane::sms_abroad : DeliveryLane::sms;
}

constexpr std::string_view to_text(DeliveryLane lane) {
    constexpr std::array<std::string_view, delivery_lanes> words{"sms", "sms-abroad", "email", "simulated"};
    return words[static_cast<std::size_t>(lane)];
}

}  // namespace herald::notifications
