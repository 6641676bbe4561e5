#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "db/store.h"
#include "services/refusal.h"

namespace herald::services {

/// A return address that a service's letters can carry (data-model §4).
struct LetterContact {
    Uuid id;
    std::string block;
    bool is_default = false;
};

/// Adds one; a new default takes the place of the old. There may be no default. Bumps the service's change number.
std::variant<Uuid, Refusal> add_letter_contact(db::Transaction& tx, const Clock& clock, IdSource& ids, Uuid service_id,
                                               const std::string& block, bool is_default);
/// Not archived: the default first, then the newest.
std::vector<LetterContact> list_letter_contacts(db::Transaction& tx, Uuid service_id);

}  // namespace herald::services
