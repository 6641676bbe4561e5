// Whom a service in trial mode, or a team key, may send to.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "recipients/email_address.h"
#include "recipients/phone_number.h"
#include "services/service_store.h"
#include "services/services_sql.h"

namespace herald::services {
namespace {

Refusal no_such_service(Uuid id) {
    return {"There is no service " + id.to_string()};
}

struct Guest {
    std::string_view type;  ///< `mobile` or `email`, as data-model §2 calls them
    std::string recipient;
};

std::variant<Guest, Refusal> read_guest(const std::string& recipient) {
    if (recipient.find('@') != std::string::npos) {
        const auto email = recipients::parse_email_address(recipient);
        if (!email) return Refusal{std::string(recipients::email_address_error) + ": " + recipient};
        return Guest{"email", email->address};
    }
    const auto number = recipients::parse_phone_number(recipient);
    if (const auto* error = std::get_if<recipients::PhoneError>(&number))
        return Refusal{std::string(recipients::api_message(*error)) + ": " + recipient};
    return Guest{"mobile", text::strip(recipient)};
}

}  // namespace

std::optional<Refusal> ServiceStore::add_guests(db::Transaction& tx, Uuid id,
                                                const std::vector<std::string>& recipients) const {
    std::vector<Guest> guests;
    for (const auto& recipient : recipients) {
        auto guest = read_guest(recipient);
        if (auto* refusal = std::get_if<Refusal>(&guest)) return *refusal;
        guests.push_back(std::get<Guest>(std::move(guest)));
    }
    if (!bump_change_number(tx, id)) return no_such_service(id);
    std::set<std::string> known;
    const auto rows = tx.query(sql::select_service_guests, {id});
    for (const auto row : rows) known.insert(recipients::normalise_recipient(row.get<std::string_view>(0)));
    for (const auto& guest : guests) {
        if (!known.insert(recipients::normalise_recipient(guest.recipient)).second) continue;
        tx.execute(sql::insert_guest, {ids_.next_ordered(), id, guest.type, guest.recipient, clock_.now()});
    }
    return {};
}

std::variant<Uuid, Refusal> ServiceStore::add_team_member(db::Transaction& tx, Uuid id,
                                                          const TeamMember& member) const {
    const auto email = recipients::parse_email_address(member.email_address);
    if (!email) return Refusal{std::string(recipients::email_address_error) + ": " + member.email_address};
    if (member.mobile_number) {
        const auto number = recipients::parse_phone_number(*member.mobile_number);
        if (const auto* error = std::get_if<recipients::PhoneError>(&number))
            return Refusal{std::string(recipients::api_message(*error)) + ": " + *member.mobile_number};
    }
    if (text::trim(member.name).empty()) return Refusal{"A team member's name must not be blank"};
    if (!bump_change_number(tx, id)) return no_such_service(id);

    const auto rows = tx.query(sql::select_user_by_email, {email->normalised});
    const Uuid user = rows.empty() ? ids_.next_random() : rows[0].get<Uuid>(0);
    if (rows.empty())
        tx.execute(sql::insert_user, {user, member.name, email->normalised, member.mobile_number, clock_.now()});
    tx.execute(sql::insert_team_member, {id, user});
    return user;
}

std::vector<std::string> ServiceStore::list_guests(db::Transaction& tx, Uuid id) const {
    std::vector<std::string> guests;
    const auto rows = tx.query(sql::list_guests, {id});
    for (const auto row : rows) guests.push_back(row.get<std::string>(1));
    std::stable_partition(guests.begin(), guests.end(),
                          [](const auto& guest) { return guest.find('@') == std::string::npos; });
    return guests;
}

}  // namespace herald::services
