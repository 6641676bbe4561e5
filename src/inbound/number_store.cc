#include "inbound/number_store.h"

#include "inbound/inbound_sql.h"
#include "recipients/phone_number.h"
#include "services/service_store.h"

namespace herald::inbound {
namespace {

Refusal no_mobile(const std::string& number) {
    return {"A number to receive on must be a UK mobile number such as 07700900777, not " + number};
}

Refusal unknown(const std::string& number) {
    return {"There is no inbound number " + number};
}

}  // namespace

std::optional<std::string> to_pool_form(const std::string& number) {
    const auto parsed = recipients::parse_phone_number(number, {.international_sms = false});
    const auto* valid = std::get_if<recipients::PhoneNumber>(&parsed);
    if (!valid || valid->is_uk_landline || !valid->normalised.starts_with("447")) return std::nullopt;
    return "0" + valid->normalised.substr(2);
}

std::optional<Refusal> NumberStore::create(db::Transaction& tx, const std::string& number,
                                           const std::string& provider) const {
    const auto form = to_pool_form(number);
    if (!form) return no_mobile(number);
    if (provider != "mmg" && provider != "firetext" && provider != "smpp")
        return Refusal{"The provider must be mmg, firetext or smpp"};
    if (tx.execute(sql::insert_inbound_number, {ids_.next_random(), *form, provider, clock_.now()}) == 0)
        return Refusal{"There is an inbound number " + *form + " already"};
    return {};
}

std::optional<Refusal> NumberStore::assign(db::Transaction& tx, const std::string& number,
                                           const Uuid& service_id) const {
    const auto form = to_pool_form(number);
    if (!form) return no_mobile(number);
    if (!services::bump_change_number(tx, service_id)) return Refusal{"There is no service " + service_id.to_string()};
    const auto had = tx.query(sql::inbound_number_of_service, {service_id});
    if (!had.empty())
        return Refusal{"The service receives on " + had[0].get<std::string>(1) + " already; release that first"};
    const Timestamp now = clock_.now();
    const auto taken = tx.query(sql::take_inbound_number, {*form, service_id, now});
    if (taken.empty()) {
        const bool known = !tx.query(sql::inbound_number_by_number, {*form}).empty();
        return known ? Refusal{"The inbound number " + *form + " is not free"} : unknown(*form);
    }
    const Uuid id = taken[0].get<Uuid>(0);
    const auto senders = tx.query(sql::senders_for_inbound, {service_id});
    if (senders.size() == 1) {
        tx.execute(sql::make_sender_inbound, {senders[0].get<Uuid>(0), *form, id, now});
    } else {
        tx.execute(sql::clear_default_for_inbound, {service_id, now});
        tx.execute(sql::insert_inbound_sender, {ids_.next_random(), service_id, *form, id, now});
    }
    tx.execute(sql::give_inbound_permission, {service_id, now});
    return {};
}

std::optional<Refusal> NumberStore::release(db::Transaction& tx, const std::string& number,
                                            const std::string& default_sender, bool keep) const {
    const auto form = to_pool_form(number);
    if (!form) return no_mobile(number);
    const auto found = tx.query(sql::inbound_number_by_number, {*form});
    if (found.empty()) return unknown(*form);
    const Timestamp now = clock_.now();
    if (const auto service = found[0].get<std::optional<Uuid>>(1)) {
        services::bump_change_number(tx, *service);
        bool was_default = false;
        const auto deleted = tx.query(sql::delete_inbound_senders, {*service});
        for (const auto row : deleted) was_default = was_default || row.get<bool>(0);
        // A service has exactly one default sender at all times (data-model §4).
        if (was_default)
            tx.execute(sql::insert_inbound_sender, {ids_.next_random(), *service, default_sender, std::nullopt, now});
        tx.execute(sql::take_inbound_permission, {*service});
    }
    tx.execute(sql::free_inbound_number, {*form, keep, now});
    return {};
}

std::vector<InboundNumber> NumberStore::list(db::Transaction& tx, const std::string& after, int limit) const {
    std::vector<InboundNumber> numbers;
    const auto rows = tx.query(sql::list_inbound_numbers, {after, limit});
    for (const auto row : rows)
        numbers.push_back({row.get<std::string>(0), row.get<std::string>(1), row.get<std::optional<Uuid>>(2),
                           row.get<std::optional<std::string>>(3), row.get<bool>(4), row.get<Timestamp>(5)});
    return numbers;
}

}  // namespace herald::inbound
