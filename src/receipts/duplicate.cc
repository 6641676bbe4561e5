#include "receipts/duplicate.h"

#include "base/log.h"

namespace herald::receipts {

void log_duplicate(const notifications::Notification& message, notifications::Status new_status,
                   std::string_view provider, Timestamp now) {
    const Timestamp set_at = message.updated_at.value_or(message.created_at);
    log::info("receipt_duplicate", "A receipt is about a message that has its status already",
              {{"service_id", message.service_id},
               {"notification_id", message.id},
               {"notification_type", services::to_text(message.channel)},
               {"provider", message.sent_by ? std::string_view(*message.sent_by) : provider},
               {"new_status", notifications::to_text(new_status)},
               {"current_status", notifications::to_text(message.status)},
               {"seconds_since_set", to_seconds(now - set_at)}});
}

}  // namespace herald::receipts
