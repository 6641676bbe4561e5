#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "services/service_store.h"

namespace herald::services {

inline constexpr std::string_view signing_secret_prefix = "whsec_";
inline constexpr std::string_view signing_secret_context = "service_callbacks.signing_secret";

/// `whsec_` and 32 random bytes in base64, as Standard Webhooks has it.
std::string make_signing_secret(IdSource& ids);

/// Gives the endpoint a secret that its calls are signed with, and returns it, to be shown this once. Nothing when
/// there is no such endpoint, or when it has a secret and `renew` is not wanted. A new secret counts from the next
/// event on.
std::optional<std::string> give_signing_secret(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids,
                                               Uuid service_id, CallbackType type, bool renew);

}  // namespace herald::services
