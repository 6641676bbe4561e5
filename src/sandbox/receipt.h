#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "http/client.h"
#include "sandbox/message.h"

namespace herald::sandbox {

/// What a receipt says.
enum class Event : std::uint8_t { pending, delivered, temporary_failure, permanent_failure, complaint };

/// The first event of a message, and the one that follows another: Firetext tells a temporary failure in two steps
/// (contract providers §3), a complaint comes after the delivery.
Event first_event(const Message& message);
std::optional<Event> next_event(const Message& message, Event event);

/// The request that brings the receipt to Herald's API at `base_url`, in the provider's own format: MMG's JSON,
/// Firetext's form, or SES's JSON inside an unsigned SNS envelope, whose MessageId is `envelope_id`.
http::ClientRequest receipt_request(const Message& message, Event event, std::string_view base_url,
                                    std::string_view envelope_id, Timestamp accepted_at, Timestamp now);

}  // namespace herald::sandbox
