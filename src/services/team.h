#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "db/store.h"

namespace herald::services {

/// Normalised phone numbers and email addresses of a service's active team members, without the guest list: whom a
/// service in trial mode may send to from the website (contract content §7.5).
using Recipients = std::set<std::string, std::less<>>;
std::shared_ptr<const Recipients> list_team_recipients(db::Transaction& tx, Uuid service_id);

/// Somebody of a team, as they are written to.
struct Teammate {
    std::string name;
    std::string email_address;  ///< lower case
};
/// A service's active team members, by address.
std::vector<Teammate> list_active_team(db::Transaction& tx, Uuid service_id);

}  // namespace herald::services
