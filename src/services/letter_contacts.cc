#include "services/letter_contacts.h"

#include "base/text.h"
#include "services/service_store.h"
#include "services/services_sql.h"

namespace herald::services {

std::variant<Uuid, Refusal> add_letter_contact(db::Transaction& tx, const Clock& clock, IdSource& ids, Uuid service_id,
                                               const std::string& block, bool is_default) {
    if (text::trim(block).empty()) return Refusal{"A return address must not be blank"};
    if (!bump_change_number(tx, service_id)) return Refusal{"There is no service " + service_id.to_string()};
    const Timestamp now = clock.now();
    if (is_default) tx.execute(sql::clear_default_letter_contact, {service_id, now});
    const Uuid id = ids.next_random();
    tx.execute(sql::insert_letter_contact, {id, service_id, block, is_default, now});
    return id;
}

std::vector<LetterContact> list_letter_contacts(db::Transaction& tx, Uuid service_id) {
    std::vector<LetterContact> contacts;
    const auto rows = tx.query(sql::select_letter_contacts, {service_id});
    for (const auto row : rows) contacts.push_back({row.get<Uuid>(0), row.get<std::string>(1), row.get<bool>(2)});
    return contacts;
}

}  // namespace herald::services
