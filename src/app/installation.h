#pragma once

#include <memory>
#include <string>

#include "base/metrics.h"
#include "base/settings.h"
#include "crypto/old_signature.h"
#include "crypto/sealer.h"
#include "db/store.h"

namespace herald::app {

/// Something about the installation that a person has to put right; the message says what.
class InstallationError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The secret that seals what is secret at rest: the setting, or on the embedded store DATA/secret, which is made when
/// it is not there (mode 0600). Throws InstallationError where it is needed and missing.
std::string installation_secret(const Settings& settings);

/// The store that the settings name, as it is: neither migrated nor checked. Makes the data directory of an embedded
/// one. Throws InstallationError or db::StoreError.
std::unique_ptr<db::Store> open_store(const Settings& settings, Metrics& metrics);

/// An opened installation: the store, migrated to this binary's schema with every statement checked, and its sealer.
struct Installation {
    crypto::Sealer sealer;
    std::unique_ptr<db::Store> store;
};

/// Opens it for a command or for the server; makes the data directory of an embedded store. Blocking. Throws
/// InstallationError (also when the secret is not the one that this store was sealed with) or db::StoreError.
Installation open_installation(const Settings& settings, Metrics& metrics, Timestamp now);

/// Reads what the installation that this one follows has signed; nothing when no such is named.
std::optional<crypto::OldSignature> old_installation_signature(const Settings& settings);

/// Holds a lock on the data directory of an embedded store as long as it lives: one server at a time.
class DataDirectoryLock {
public:
    /// Throws InstallationError when another process holds it.
    explicit DataDirectoryLock(const std::string& directory);
    ~DataDirectoryLock();
    DataDirectoryLock(const DataDirectoryLock&) = delete;
    DataDirectoryLock& operator=(const DataDirectoryLock&) = delete;

private:
    int descriptor_ = -1;
};

}  // namespace herald::app
