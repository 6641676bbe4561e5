#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "db/store.h"

namespace herald::unsubscribe {

/// What is known of the mail that a link came with.
struct Mail {
    Uuid notification_id;
    Uuid service_id;
    Uuid template_id;
    std::int64_t template_version = 0;
    std::string service_name;
};

/// Live messages, then archived ones; nothing when there is no such message.
std::optional<Mail> find_mail(db::Transaction& tx, const Uuid& notification_id);

/// Stores that `address` wants no more mails like this one. True when it is new: a repeat counts only once the service
/// has dealt with the earlier one (data-model §9). Mail of the installation's own research and features services ends
/// the user's part in them instead.
bool store_request(db::Transaction& tx, IdSource& ids, Timestamp now, const Mail& mail, std::string_view address);

}  // namespace herald::unsubscribe
