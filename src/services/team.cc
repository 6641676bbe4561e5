#include "services/team.h"

#include <algorithm>

#include "recipients/email_address.h"
#include "services/services_sql.h"

namespace herald::services {

std::shared_ptr<const Recipients> list_team_recipients(db::Transaction& tx, Uuid service_id) {
    auto team = std::make_shared<Recipients>();
    for (const auto row : tx.query(sql::select_service_team, {service_id})) {
        team->insert(recipients::normalise_recipient(row.get<std::string_view>(0)));
        if (!row.is_null(1)) team->insert(recipients::normalise_recipient(row.get<std::string_view>(1)));
    }
    return team;
}

std::vector<Teammate> list_active_team(db::Transaction& tx, Uuid service_id) {
    std::vector<Teammate> team;
    for (const auto row : tx.query(sql::select_service_team, {service_id}))
        team.push_back({row.get<std::string>(2), recipients::normalise_recipient(row.get<std::string_view>(0))});
    std::ranges::sort(team, {}, &Teammate::email_address);
    return team;
}

}  // namespace herald::services
