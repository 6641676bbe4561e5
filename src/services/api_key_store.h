#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "services/refusal.h"
#include "services/service.h"

namespace herald::services {

struct NewApiKey {
    Uuid id;
    std::string key;  ///< `name-serviceid-secret`: shown once, never stored so
};

struct ApiKeySummary {
    Uuid id;
    std::string name;
    KeyType type;
    Timestamp created_at;
    std::optional<Timestamp> expiry_date;  ///< set: revoked then
};

/// The three parts of a key as users hold it (public-api §1.1).
struct ParsedKey {
    std::string name;
    Uuid service_id;
    std::string secret;  ///< the 36 characters that sign tokens
};
/// Nothing when the text does not have that shape.
std::optional<ParsedKey> parse_key(std::string_view key);

/// API keys, inside the caller's transaction. A change bumps the service's `change_number`.
class ApiKeyStore {
public:
    ApiKeyStore(const Clock& clock, IdSource& ids, const crypto::Sealer& sealer)
        : clock_(clock), ids_(ids), sealer_(sealer) {}

    /// A name has no spaces (clients slice the key by position, and one refuses spaces) and is unique among the
    /// service's keys that are not revoked.
    std::variant<NewApiKey, Refusal> create(db::Transaction& tx, Uuid service_id, const std::string& name,
                                            KeyType type) const;
    /// Revoking a revoked key changes nothing.
    std::optional<Refusal> revoke(db::Transaction& tx, Uuid service_id, Uuid key_id) const;
    /// The service whose key it is.
    std::optional<Uuid> find_owner(db::Transaction& tx, Uuid key_id) const;
    std::vector<ApiKeySummary> list(db::Transaction& tx, Uuid service_id) const;

private:
    const Clock& clock_;
    IdSource& ids_;
    const crypto::Sealer& sealer_;
};

}  // namespace herald::services
