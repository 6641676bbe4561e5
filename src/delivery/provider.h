#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "base/time.h"
#include "base/uuid.h"
#include "notifications/status.h"

namespace herald::delivery {

/// A text message ready to go (contract providers §2, §3).
struct OutgoingSms {
    Uuid notification_id;   ///< the reference given to the provider, the same on every try
    std::string recipient;  ///< digits with country code, no `+`
    std::string sender;
    std::string content;  ///< final text, with the service's prefix
    bool international = false;
};

/// A mail ready to go (contract providers §6, §19).
struct OutgoingEmail {
    Uuid notification_id;
    std::string recipient;  ///< normalised address; providers turn its host into punycode
    std::string from_name;
    std::string from_address;
    std::optional<std::string> reply_to;
    std::string subject;
    std::string text;
    std::string html;
    std::optional<std::string> unsubscribe_url;
};

/// What became of one try. A provider that cannot tell whether the peer acted says `unknown`.
struct SendResult {
    enum class Outcome {
        accepted,
        retryable,     ///< refused, 5xx, nonsense: try again, perhaps elsewhere
        throttled,     ///< 429 and its like: try again, it is not the message's fault
        unknown,       ///< timed out or broke after the request was on its way: a retry may duplicate
        rejected,      ///< this message will never be taken: technical-failure
        undeliverable  ///< the provider says the recipient does not exist: permanent-failure (SMTP 5.1.1)
    };
    Outcome outcome = Outcome::retryable;
    std::string reference;  ///< the provider's id of the message, when it gives one
    /// Its ids of the parts, when the message went in several and each part gets receipts of its own (SMPP).
    std::vector<std::string> parts;
    std::string error;  ///< for the log: a class and a code, never content or recipient
    /// throttled: how long the provider asks to be left alone (`Retry-After`); nothing when it doesn't say.
    std::optional<Duration> retry_after;
    /// A final status that acceptance itself proves, where no receipt will ever come (SMTP's final 250).
    std::optional<notifications::Status> status_on_acceptance;
    /// What `undeliverable` means for this message: permanent-failure, but temporary-failure for a full mailbox.
    notifications::Status status_when_undeliverable = notifications::Status::permanent_failure;
};

std::string_view to_text(SendResult::Outcome outcome);

/// One way to send text messages. Stateless but for its connections; called on the loop, many at once.
class SmsProvider {
public:
    virtual ~SmsProvider() = default;
    virtual std::string_view identifier() const = 0;
    virtual Task<SendResult> send(const OutgoingSms& message) = 0;
};

/// One way to send email.
class EmailProvider {
public:
    virtual ~EmailProvider() = default;
    virtual std::string_view identifier() const = 0;
    virtual Task<SendResult> send(const OutgoingEmail& message) = 0;
};

}  // namespace herald::delivery
