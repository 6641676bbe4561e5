#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/uuid.h"
#include "crypto/old_signature.h"
#include "crypto/sealer.h"

namespace herald::receipts {

/// The address at which the printer tells of one letter, with a token that nobody else can make up. It holds for as
/// long as the installation's secret; every call makes another one and all of them hold. `api_base_url` without a
/// trailing slash.
std::string letter_status_url(const crypto::Sealer& sealer, const Uuid& notification_id, std::string_view api_base_url);

/// The id of the letter that a token is for, as it was written; nothing for what is no token. `old_signature` reads
/// those of a former installation; may be null.
std::optional<std::string> read_letter_token(const crypto::Sealer& sealer, const crypto::OldSignature* old_signature,
                                             std::string_view token);

}  // namespace herald::receipts
