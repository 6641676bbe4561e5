#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "db/store.h"
#include "notifications/notification.h"
#include "services/service.h"
#include "templates/template_directory.h"

/// Messages as the internal API shows them (contract admin-api-messages §1.7, §1.8).
namespace herald::notifications {

struct Author {
    Uuid id;
    std::string name;
    std::string email_address;
};

/// What stands beside the messages of one page, read with them.
struct Surroundings {
    std::map<Uuid, std::string> key_names;  ///< by API key
    std::map<Uuid, std::string> job_names;  ///< `original_file_name` by job
    std::map<Uuid, Author> authors;         ///< by message; only messages that somebody wrote by hand have one
};
Surroundings read_surroundings(db::Transaction& tx, std::span<const Notification> messages);

/// A message with the version of the template that it was made with.
struct ShownNotification {
    const Notification& message;
    const templates::StoredTemplate* source;  ///< null: gone
    const services::Service* service;         ///< its senders of now; null: gone
    const Surroundings& surroundings;
};

/// `Notification` of §1.7, every field present; personalisation in full.
void write_shown(JsonWriter& json, const ShownNotification& shown);
/// `NotificationCsvRow` of §1.8.
void write_csv_row(JsonWriter& json, const ShownNotification& shown);
/// What a CSV row says about a message: `Phone number doesn’t exist`.
std::string_view csv_status(Status status, Channel channel);

/// The array of a page, each message as `write`, one of the two above, has it.
Task<void> write_messages(JsonWriter& json, templates::TemplateDirectory& templates, const services::Service* service,
                          const std::vector<Notification>& messages, const Surroundings& surroundings,
                          void (*write)(JsonWriter&, const ShownNotification&));

}  // namespace herald::notifications
