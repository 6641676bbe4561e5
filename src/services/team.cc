#include "services/team.h"

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

}  // namespace herald::services
