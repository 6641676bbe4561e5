#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/store.h"
#include "notifications/status.h"

/// Long text messages that a provider takes in parts, with a receipt for each (contract providers §20.3).
namespace herald::receipts {

struct SentParts {
    Uuid notification_id;
    std::vector<std::string> references;
};
void add_parts(db::Transaction& tx, std::span<const SentParts> sent, Timestamp now);

/// Whether this provider's references may be those of parts.
inline bool sends_parts(std::string_view provider) {
    return provider == "smpp";
}

/// For each reference the message that it is a part of; null when it is no part's.
std::vector<std::optional<Uuid>> messages_of_parts(db::Transaction& tx, std::span<const std::string> references);

/// Notes a part's status. The caller has locked the message, so that two parts of it do not miss each other. Returns
/// what is now true of the whole, once it is decided: permanent-failure as soon as one part has failed so, else when
/// all parts have reported, temporary-failure if one of them has failed, delivered if none has.
std::optional<notifications::Status> note_part(db::Transaction& tx, const Uuid& notification_id,
                                               std::string_view reference, notifications::Status status);

/// Pure: the rule of `note_part`. Pending and sending are no reports.
std::optional<notifications::Status> status_of_whole(std::span<const notifications::Status> parts);

}  // namespace herald::receipts
