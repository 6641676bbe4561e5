#pragma once

#include <string>
#include <variant>
#include <vector>

#include "balancing/rules.h"
#include "base/ids.h"
#include "base/uuid.h"
#include "db/store.h"

namespace herald::balancing {

/// A provider as it is, or as one of its versions was (contract data-model §13).
struct Provider {
    Uuid id;
    std::string identifier;  ///< mmg
    std::string display_name;
    std::string channel;  ///< sms, email, letter
    std::int64_t priority = 0;
    bool active = false;
    bool supports_international = false;
    std::int64_t version = 1;
    std::optional<Timestamp> updated_at;
    std::optional<std::string> changed_by;  ///< in words: a person, a command, Herald itself
    std::optional<std::string> reason;
    struct User {
        Uuid id;
        std::string name, email_address;
    };
    std::optional<User> created_by;  ///< when a known user made the change
};

/// Who changes something.
struct Author {
    std::optional<Uuid> user;
    std::string name;
};
/// The rules themselves.
Author automatic_author();

/// What a person may change; what is not set stays.
struct ProviderChange {
    std::optional<std::int64_t> priority;
    std::optional<bool> active;
    std::optional<std::string> reason;
};

/// By channel, then priority.
std::vector<Provider> all_providers(db::Transaction& tx);
/// The newest first.
std::vector<Provider> versions_of(db::Transaction& tx, std::string_view identifier, std::size_t max = 100);

/// Sets what `change` holds and keeps the new version with author and reason. Every process hears of it. False when
/// there is no such provider. A change by a person also begins the quiet time of the rules (S-077).
bool change_provider(db::Transaction& tx, std::string_view identifier, const ProviderChange& change,
                     const Author& author, Timestamp now);

/// The active providers of text messages, locked until the transaction ends, so that two processes never move weight
/// for one cause: the second sees the first one's change, and with it the quiet time.
class LockedProviders {
public:
    explicit LockedProviders(db::Transaction& tx);
    const std::vector<ActiveProvider>& active() const { return active_; }
    void apply(const Decision& decision, Timestamp now);

private:
    db::Transaction& tx_;
    std::vector<ActiveProvider> active_;
    std::map<std::string, std::int64_t> versions_;
};

/// Gives each provider that has none its id and its first version. To be called once the store has been migrated.
void complete_providers(db::Transaction& tx, IdSource& ids);

}  // namespace herald::balancing
