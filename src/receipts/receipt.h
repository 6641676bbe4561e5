#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "base/uuid.h"
#include "notifications/status.h"

namespace herald::receipts {

/// What a provider says became of a message, in our words. Made by the parsers of the providers' formats.
struct Receipt {
    enum class Key {
        notification_id,    ///< `reference` is our id: most SMS providers
        provider_reference  ///< `reference` is the provider's: email, SMPP
    };
    Key key = Key::notification_id;
    std::string reference;
    /// Our own id, where the provider hands back what we stored in the message (seeds S-084): a second key.
    std::optional<Uuid> notification_id;
    std::string provider;  ///< mmg, firetext, ses, smtp, smpp, …
    notifications::Status status = notifications::Status::technical_failure;
    std::string status_code;  ///< as the provider said it, for the log
    std::string detail_code;  ///< MMG substatus, Firetext code, SES bounce type/subtype
    std::string detail;       ///< the text the contract gives for the detail code; empty when it gives none
    std::optional<Timestamp> provider_time;
    /// Mail's own timestamp: a receipt for an unknown reference is kept while the mail is young.
    std::optional<Timestamp> message_time;
};

/// A complaint about a mail: no change of status.
struct Complaint {
    std::string reference;
    std::optional<Uuid> notification_id;   ///< a second key, as in Receipt
    std::optional<std::string> recipient;  ///< first `mail.destination`: only for the callback, never logged
    std::optional<std::string> feedback_id;
    std::optional<std::string> type;
    std::optional<Timestamp> date;
};

}  // namespace herald::receipts
