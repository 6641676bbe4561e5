#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/uuid.h"

namespace herald::services {

enum class KeyType { normal, team, test };

std::string_view to_text(KeyType type);
std::optional<KeyType> key_type_from_text(std::string_view text);
/// `LIVE`, `TEAM`, `TEST`: how messages of the public API name it.
std::string_view public_name(KeyType type);

struct ApiKey {
    Uuid id;
    std::string name;
    KeyType type;
    std::string secret;  ///< in clear: tokens are verified with its 36 characters
    std::optional<Timestamp> expiry_date;
};

struct SmsSender {
    Uuid id;
    std::string text;
    bool is_default;
};

struct ReplyTo {
    Uuid id;
    std::string email_address;
    bool is_default;
};

struct CallbackEndpoint {
    std::string url;
    std::string bearer_token;    ///< in clear
    std::string signing_secret;  ///< `whsec_…`, in clear; empty: calls are not signed
};

/// A service with everything that accepting and sending its messages needs: one immutable snapshot, read whole.
struct Service {
    Uuid id;
    std::string name;
    std::string email_sender_local_part;
    std::optional<std::string> custom_email_sender_name;
    std::optional<std::string> contact_link;  ///< URL, email address or phone number, for whoever gets a file
    bool active = true;
    bool restricted = true;  ///< trial mode
    bool prefix_sms = false;
    std::int64_t email_message_limit = 0;
    std::int64_t sms_message_limit = 0;
    std::int64_t letter_message_limit = 0;
    std::int64_t international_sms_message_limit = 0;
    std::int64_t rate_limit = 3000;  ///< requests per minute and key type
    std::int64_t change_number = 0;
    Timestamp created_at;

    std::set<std::string, std::less<>> permissions;
    /// Keys that are not revoked, and those revoked since 00:00 UTC six days before today (contract public-api §1.3).
    std::vector<ApiKey> keys;
    std::vector<SmsSender> sms_senders;  ///< not archived
    std::vector<ReplyTo> reply_tos;      ///< not archived
    /// Guest list and active team members: phone numbers as digits without `+`, email addresses lower-case.
    std::set<std::string, std::less<>> allowed_recipients;
    std::optional<CallbackEndpoint> delivery_status_callback;
    std::optional<CallbackEndpoint> complaint_callback;
    std::optional<CallbackEndpoint> inbound_sms_callback;
    std::optional<CallbackEndpoint> returned_letter_callback;

    bool may(std::string_view permission) const { return permissions.contains(permission); }
    const SmsSender* default_sms_sender() const;
    const ReplyTo* default_reply_to() const;
    /// The display name of its mail: the custom one, else the service's name.
    const std::string& email_sender_name() const { return custom_email_sender_name ? *custom_email_sender_name : name; }
};

using ServicePtr = std::shared_ptr<const Service>;

}  // namespace herald::services
