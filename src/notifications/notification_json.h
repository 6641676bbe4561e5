#pragma once

#include "base/json_writer.h"
#include "notifications/notification.h"
#include "templates/stored_template.h"
#include "unsubscribe/links.h"

namespace herald::notifications {

/// The object of contract public-api §3.1, every key present. `source` is the version the message was made with; null
/// leaves `body` empty. `root` is the API's address with a trailing slash. `links` makes the link to unsubscribe for a
/// template that asks for one.
void write_notification(JsonWriter& json, const Notification& message, const templates::StoredTemplate* source,
                        std::string_view root, const unsubscribe::LinkMaker& links);

}  // namespace herald::notifications
