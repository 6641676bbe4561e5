#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/settings.h"
#include "crypto/sealer.h"
#include "db/store.h"

namespace herald::app {

/// Keys and passwords for providers that lie in the store, sealed with the installation's secret, under the names of
/// the settings that they stand for (`smpp-password`). A setting that is given wins.

/// The settings that may lie there.
std::vector<std::string_view> credential_names();
bool is_credential_name(std::string_view name);

void set_credential(db::Transaction& tx, const crypto::Sealer& sealer, std::string_view name, std::string_view value,
                    Timestamp now);
/// False when there was none.
bool remove_credential(db::Transaction& tx, std::string_view name);

struct StoredCredential {
    std::string name;
    Timestamp updated_at;
};
/// Never with their values.
std::vector<StoredCredential> list_credentials(db::Transaction& tx);

/// Puts what is stored into settings that were not given. Throws InstallationError for one that does not open under
/// this secret, or that its setting does not take.
void apply_credentials(db::Transaction& tx, const crypto::Sealer& sealer, Settings& settings);

}  // namespace herald::app
