#include "services/own_service.h"

#include <vector>

#include "services/names.h"
#include "services/service_history.h"
#include "services/service_store.h"
#include "services/services_sql.h"

namespace herald::services {
namespace {

/// Nobody reads its mail: the name is reserved for hosts that do not exist.
constexpr std::string_view user_address = "installation@herald.invalid";
constexpr std::string_view email_sender_local_part = "gov.uk.notify";
constexpr std::string_view permissions[] = {"sms", "email", "international_sms", "international_letters"};
constexpr std::int64_t email_limit = 1000, sms_limit = 1000, letter_limit = 20'000, international_sms_limit = 100;
constexpr std::int64_t requests_per_minute = 3000;

/// Names are unique, and whoever came first keeps theirs.
std::string free_name(db::Transaction& tx, const std::string& wanted) {
    for (const std::string& name : {wanted, wanted + " messages"}) {
        const std::string normalised = normalise_service_name(name);
        if (!normalised.empty() && tx.query(sql::select_service_by_names, {name, normalised}).empty()) return name;
    }
    return "Herald " + own_service_id.to_string();
}

}  // namespace

void ensure_own_service(db::Transaction& tx, IdSource& ids, const OwnService& wanted, Timestamp now) {
    if (read_change_number(tx, own_service_id)) return;
    tx.execute(sql::insert_own_user, {own_user_id, wanted.name, user_address, now});
    if (read_change_number(tx, own_service_id)) return;

    const std::string name = free_name(tx, wanted.name);
    constexpr bool active = true, restricted = false, count_as_live = false, prefix_sms = false;
    tx.execute(sql::insert_service, {own_service_id, name, normalise_service_name(name), email_sender_local_part,
                                     active, restricted, count_as_live, prefix_sms, email_limit, sms_limit,
                                     letter_limit, international_sms_limit, requests_per_minute, now});
    write_service_history(tx, own_service_id);
    std::vector<db::Params> rows;
    for (const auto permission : permissions) rows.push_back({own_service_id, permission, now});
    tx.execute_many(sql::insert_service_permission, rows);
    tx.execute(sql::insert_team_member, {own_service_id, own_user_id});
    tx.execute(sql::insert_sms_sender, {ids.next_ordered(), own_service_id, wanted.sms_sender, true, now});
}

}  // namespace herald::services
