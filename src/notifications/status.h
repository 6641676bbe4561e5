#pragma once

#include <optional>
#include <string_view>

#include "services/channel.h"

namespace herald::notifications {

/// The stored status of a notification (data-model §2). The text in the store and on the wire is `to_text`.
enum class Status {
    created,
    sending,
    pending,
    sent,
    delivered,
    cancelled,
    failed,  ///< historic: read, never written
    technical_failure,
    temporary_failure,
    permanent_failure,
    pending_virus_check,
    validation_failed,
    virus_scan_failed,
    returned_letter,
};

std::string_view to_text(Status status);
std::optional<Status> status_from_text(std::string_view text);

/// What the public API shows: letters have words of their own (contract public-api §4.1).
std::string_view public_text(Status status, services::Channel channel);

/// Statuses that set `completed_at` (data-model §2.1). `virus-scan-failed` is not among them.
bool is_completed(Status status);

}  // namespace herald::notifications
