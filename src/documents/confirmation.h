#pragma once

#include <string>
#include <string_view>

#include "base/time.h"
#include "base/uuid.h"
#include "crypto/sealer.h"

namespace herald::documents {

/// How long whoever has said whose a document is may download it.
inline constexpr auto confirmation_lifetime = std::chrono::hours(1);

/// Shows that the bearer has named the recipient of this document. Goes with the link of the download, so that nobody
/// needs a cookie.
std::string make_confirmation(const crypto::Sealer& sealer, const Uuid& document_id, Timestamp now);
bool is_confirmed(const crypto::Sealer& sealer, const Uuid& document_id, std::string_view confirmation, Timestamp now);

}  // namespace herald::documents
