#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/uuid.h"
#include "crypto/old_signature.h"
#include "crypto/sealer.h"

namespace herald::unsubscribe {

/// Where the recipient of a mail can say that no more are wanted. Both carry one token.
struct Links {
    std::string one_click;  ///< for mail programs: a POST there is enough (contract public-api §6.5, RFC 8058)
    std::string page;       ///< for people: a page with a button
};

/// Makes the links of mails whose template asks for them. The token is the recipient's address, sealed, and holds for a
/// year; every call makes a fresh one and all of them hold.
class LinkMaker {
public:
    /// `api_base_url` without a trailing slash.
    LinkMaker(const crypto::Sealer& sealer, const Clock& clock, std::string api_base_url)
        : sealer_(sealer), clock_(clock), api_base_url_(std::move(api_base_url)) {}

    Links make(const Uuid& notification_id, std::string_view recipient) const;

private:
    const crypto::Sealer& sealer_;
    const Clock& clock_;
    std::string api_base_url_;
};

/// The address in a token; nothing when it is broken or older than a year. `old_signature` reads those of a former
/// installation (contract public-api §6.5), of which some do not say how old they are; may be null.
std::optional<std::string> read_token(const crypto::Sealer& sealer, const crypto::OldSignature* old_signature,
                                      std::string_view token, Timestamp now);

}  // namespace herald::unsubscribe
