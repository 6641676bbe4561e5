#pragma once

#include "callbacks/callback.h"
#include "notifications/notification.h"

namespace herald::receipts {

/// The columns that the statements of receipts and of the safety nets select, in their order:
/// id, service_id, template_id, template_version, key_type, notification_type, status, recipient, client_reference,
/// international, phone_prefix, sent_by, created_at, sent_at, updated_at.
notifications::Notification read_message(const db::Row& row);

/// Tells the service of the status that `message` has now, if it wants to be told (contract public-api §7). An archived
/// message has no recipient any more (S-087).
void add_status_callback(callbacks::Outbox& outbox, const notifications::Notification& message, bool archived = false);

}  // namespace herald::receipts
