#include "notifications/status.h"

#include <array>
#include <utility>

namespace herald::notifications {
namespace {

constexpr std::array<std::pair<Status, std::string_view>, 14> names{{
    {Status::created, "created"},
    {Status::sending, "sending"},
    {Status::pending, "pending"},
    {Status::sent, "sent"},
    {Status::delivered, "delivered"},
    {Status::cancelled, "cancelled"},
    {Status::failed, "failed"},
    {Status::technical_failure, "technical-failure"},
    {Status::temporary_failure, "temporary-failure"},
    {Status::permanent_failure, "permanent-failure"},
    {Status::pending_virus_check, "pending-virus-check"},
    {Status::validation_failed, "validation-failed"},
    {Status::virus_scan_failed, "virus-scan-failed"},
    {Status::returned_letter, "returned-letter"},
}};

}  // namespace

std::string_view to_text(Status status) {
    return names[static_cast<std::size_t>(status)].second;
}

std::optional<Status> status_from_text(std::string_view text) {
    for (const auto& [status, name] : names)
        if (name == text) return status;
    return std::nullopt;
}

std::string_view public_text(Status status, services::Channel channel) {
    if (channel != services::Channel::letter) return to_text(status);
    switch (status) {
        case Status::created:
        case Status::sending:
            return "accepted";
        case Status::delivered:
        case Status::returned_letter:
            return "received";
        default:
            return to_text(status);
    }
}

bool is_completed(Status status) {
    switch (status) {
        case Status::sent:
        case Status::delivered:
        case Status::failed:
        case Status::technical_failure:
        case Status::temporary_failure:
        case Status::permanent_failure:
        case Status::returned_letter:
        case Status::cancelled:
        case Status::validation_failed:
            return true;
        default:
            return false;
    }
}

}  // namespace herald::notifications
