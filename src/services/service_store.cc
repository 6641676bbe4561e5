#include "services/service_store.h"

#include <set>

#include "base/text.h"
#include "content/sms_sender.h"
#include "recipients/email_address.h"
#include "recipients/phone_number.h"
#include "services/callback_rules.h"
#include "services/names.h"
#include "services/protected_senders.h"
#include "services/service_history.h"
#include "services/services_sql.h"

namespace herald::services {
namespace {

constexpr std::size_t name_characters_max = 255;
constexpr std::size_t contact_characters_max = 255;
constexpr std::int64_t requests_per_minute = 3000;

Refusal no_such_service(Uuid id) {
    return {"There is no service " + id.to_string()};
}

std::optional<Refusal> check_name(const std::string& name) {
    if (text::trim(name).empty()) return Refusal{"A service's name must not be blank"};
    if (text::count_code_points(name) > name_characters_max)
        return Refusal{"A service's name must have at most 255 characters"};
    if (normalise_service_name(name).empty()) return Refusal{"A service's name must have a letter or a digit"};
    return {};
}

std::optional<Refusal> check_permissions(std::span<const std::string> permissions) {
    std::set<std::string_view> seen;
    for (const auto& permission : permissions) {
        if (std::find(std::begin(permission_names), std::end(permission_names), permission) ==
            std::end(permission_names))
            return Refusal{"Invalid Service Permission: '" + permission + "'"};
        if (!seen.insert(permission).second) return Refusal{"Duplicate Service Permission: ['" + permission + "']"};
    }
    return {};
}

std::optional<Refusal> check_sms_sender(db::Transaction& tx, const std::string& sender) {
    if (auto problem = content::sms_sender_problem(sender, is_protected_sender(tx, sender))) return Refusal{*problem};
    return {};
}

}  // namespace

std::string_view to_text(CallbackType type) {
    switch (type) {
        case CallbackType::delivery_status:
            return "delivery_status";
        case CallbackType::complaint:
            return "complaint";
        case CallbackType::inbound_sms:
            return "inbound_sms";
        case CallbackType::returned_letter:
            return "returned_letter";
    }
    return {};
}

std::optional<CallbackType> callback_type_from_text(std::string_view text) {
    using enum CallbackType;
    for (const auto type : {delivery_status, complaint, inbound_sms, returned_letter})
        if (to_text(type) == text) return type;
    return std::nullopt;
}

MessageLimits default_limits(bool live) {
    return live ? MessageLimits{250'000, 250'000, 20'000, 100} : MessageLimits{50, 50, 50, 100};
}

bool bump_change_number(db::Transaction& tx, Uuid id) {
    return tx.execute(sql::bump_service, {id}) == 1;
}

std::optional<std::int64_t> read_change_number(db::Transaction& tx, Uuid id) {
    const auto rows = tx.query(sql::select_service_change_number, {id});
    if (rows.empty()) return std::nullopt;
    return rows[0].get<std::int64_t>(0);
}

std::variant<Uuid, Refusal> ServiceStore::create(db::Transaction& tx, const NewService& service) const {
    const std::string name(text::trim(service.name));
    if (auto refusal = check_name(name)) return *refusal;
    if (auto refusal = check_permissions(service.permissions)) return *refusal;
    if (auto refusal = check_sms_sender(tx, service.sms_sender)) return *refusal;
    if (service.delivery_status_callback) {
        if (auto refusal = check_callback(*service.delivery_status_callback, plain_http_)) return *refusal;
    }
    if (find_by_name(tx, name)) return Refusal{"Duplicate service name '" + name + "'"};

    const Uuid id = ids_.next_random();
    const Timestamp now = clock_.now();
    const MessageLimits limits = default_limits(service.live);
    const std::string normalised = normalise_service_name(name);
    tx.execute(sql::insert_service, {id, name, normalised, normalised, true, !service.live, true, false, limits.email,
                                     limits.sms, limits.letter, limits.international_sms, requests_per_minute, now});
    write_service_history(tx, id);
    const std::vector<std::string> defaults(std::begin(default_permissions), std::end(default_permissions));
    write_permissions(tx, id, service.permissions.empty() ? defaults : service.permissions);
    tx.execute(sql::insert_sms_sender, {ids_.next_ordered(), id, service.sms_sender, true, now});
    if (service.delivery_status_callback)
        write_callback(tx, id, CallbackType::delivery_status, *service.delivery_status_callback);
    return id;
}

std::optional<Refusal> ServiceStore::set_live(db::Transaction& tx, Uuid id, bool live) const {
    const MessageLimits limits = default_limits(live);
    const auto changed = tx.execute(sql::update_service_mode, {id, !live, limits.email, limits.sms, limits.letter,
                                                               limits.international_sms, clock_.now()});
    if (changed == 0) return no_such_service(id);
    write_service_history(tx, id);
    return {};
}

std::optional<Refusal> ServiceStore::set_contact_link(db::Transaction& tx, Uuid id,
                                                      const std::string& contact_link) const {
    const std::string_view trimmed = text::trim(contact_link);
    if (text::count_code_points(trimmed) > contact_characters_max)
        return Refusal{"A service's contact details must have at most 255 characters"};
    const auto value = trimmed.empty() ? db::Value(std::nullopt) : db::Value(trimmed);
    if (tx.execute(sql::update_service_contact_link, {id, value, clock_.now()}) == 0) return no_such_service(id);
    write_service_history(tx, id);
    return {};
}

std::optional<Refusal> ServiceStore::set_limits(db::Transaction& tx, Uuid id, const LimitChange& change) const {
    const auto rows = tx.query(sql::select_service, {id});
    if (rows.empty()) return no_such_service(id);
    const auto of = [&](const std::optional<std::int64_t>& wanted, std::size_t column) {
        return wanted.value_or(rows[0].get<std::int64_t>(column));
    };
    const std::int64_t email = of(change.email, 7), sms = of(change.sms, 8), letter = of(change.letter, 9),
                       international = of(change.international_sms, 10), rate = of(change.rate, 11);
    for (const auto limit : {email, sms, letter, international, rate})
        if (limit < 0 || limit > limit_max)
            return Refusal{"A limit must be a number from 0 to " + std::to_string(limit_max)};
    tx.execute(sql::update_service_limits, {id, email, sms, letter, international, rate, clock_.now()});
    write_service_history(tx, id);
    return {};
}

std::optional<Refusal> ServiceStore::set_names(db::Transaction& tx, Uuid id, const NameChange& change) const {
    const auto rows = tx.query(sql::select_service, {id});
    if (rows.empty()) return no_such_service(id);
    const std::string name(text::trim(change.name.value_or(rows[0].get<std::string>(1))));
    if (auto refusal = check_name(name)) return refusal;
    const auto other = find_by_name(tx, name);
    if (other && *other != id) return Refusal{"Duplicate service name '" + name + "'"};
    const std::string normalised = normalise_service_name(name);
    // The sender of its mail follows a custom sender name where there is one (data-model §4).
    const auto custom = rows[0].get<std::optional<std::string>>(3);
    const std::string sender = custom ? rows[0].get<std::string>(2) : normalised;
    tx.execute(sql::update_service_names,
               {id, name, normalised, sender, change.prefix_sms.value_or(rows[0].get<bool>(6)), clock_.now()});
    write_service_history(tx, id);
    return {};
}

std::optional<Refusal> ServiceStore::set_permissions(db::Transaction& tx, Uuid id,
                                                     const std::vector<std::string>& permissions) const {
    if (auto refusal = check_permissions(permissions)) return refusal;
    if (!bump_change_number(tx, id)) return no_such_service(id);
    tx.execute(sql::delete_service_permissions, {id});
    write_permissions(tx, id, permissions);
    return {};
}

void ServiceStore::write_permissions(db::Transaction& tx, Uuid id, std::span<const std::string> permissions) const {
    const Timestamp now = clock_.now();
    std::vector<db::Params> rows;
    for (const auto& permission : permissions) rows.push_back({id, permission, now});
    tx.execute_many(sql::insert_service_permission, rows);
}

std::optional<Refusal> ServiceStore::set_callback(db::Transaction& tx, Uuid id, CallbackType type,
                                                  const CallbackEndpoint& endpoint) const {
    if (auto refusal = check_callback(endpoint, plain_http_)) return refusal;
    if (!bump_change_number(tx, id)) return no_such_service(id);
    write_callback(tx, id, type, endpoint);
    return {};
}

void ServiceStore::write_callback(db::Transaction& tx, Uuid id, CallbackType type,
                                  const CallbackEndpoint& endpoint) const {
    const std::string sealed = sealer_.seal(endpoint.bearer_token, bearer_token_context);
    tx.execute(sql::upsert_service_callback,
               {ids_.next_ordered(), id, to_text(type), endpoint.url, db::Blob{sealed}, clock_.now()});
}

std::optional<Refusal> ServiceStore::remove_callback(db::Transaction& tx, Uuid id, CallbackType type) const {
    if (!bump_change_number(tx, id)) return no_such_service(id);
    tx.execute(sql::delete_service_callback, {id, to_text(type)});
    return {};
}

std::variant<Uuid, Refusal> ServiceStore::add_sms_sender(db::Transaction& tx, Uuid id, const std::string& text,
                                                         bool is_default) const {
    if (auto refusal = check_sms_sender(tx, text)) return *refusal;
    if (!bump_change_number(tx, id)) return no_such_service(id);
    const Timestamp now = clock_.now();
    // Exactly one sender is the default at all times (data-model §4); every service starts with one.
    if (is_default) tx.execute(sql::clear_default_sms_sender, {id, now});
    const Uuid sender = ids_.next_random();
    tx.execute(sql::insert_sms_sender, {sender, id, text, is_default, now});
    return sender;
}

std::variant<Uuid, Refusal> ServiceStore::add_reply_to(db::Transaction& tx, Uuid id, const std::string& email_address,
                                                       bool is_default) const {
    const auto email = recipients::parse_email_address(email_address);
    if (!email) return Refusal{std::string(recipients::email_address_error) + ": " + email_address};
    if (!bump_change_number(tx, id)) return no_such_service(id);
    const Timestamp now = clock_.now();
    // There may be none, but of several one is the default (data-model §4): the first is, whatever was asked for.
    const auto known = tx.query(sql::select_service_reply_tos, {id});
    for (const auto row : known)
        if (row.get<std::string_view>(1) == email->address)
            return Refusal{"‘" + email->address + "’ is already a reply-to email address for this service."};
    const bool first = known.empty();
    if (is_default) tx.execute(sql::clear_default_reply_to, {id, now});
    const Uuid reply_to = ids_.next_random();
    tx.execute(sql::insert_reply_to, {reply_to, id, email->address, is_default || first, now});
    return reply_to;
}

std::vector<ServiceSummary> ServiceStore::list(db::Transaction& tx, std::optional<Uuid> after, int limit) const {
    Timestamp after_created_at{};
    if (after) {
        const auto rows = tx.query(sql::select_service, {*after});
        if (rows.empty()) return {};
        after_created_at = rows[0].get<Timestamp>(13);
    }
    std::vector<ServiceSummary> services;
    const auto rows = tx.query(sql::list_services, {after_created_at, after.value_or(Uuid{}), limit});
    for (const auto row : rows)
        services.push_back(
            {row.get<Uuid>(0), row.get<std::string>(1), row.get<bool>(2), row.get<bool>(3), row.get<Timestamp>(4)});
    return services;
}

std::optional<Uuid> ServiceStore::find_by_name(db::Transaction& tx, std::string_view name) const {
    const auto rows = tx.query(sql::select_service_by_names, {name, normalise_service_name(name)});
    if (rows.empty()) return std::nullopt;
    return rows[0].get<Uuid>(0);
}

std::optional<std::string> read_service_name(db::Transaction& tx, Uuid id) {
    const auto rows = tx.query(sql::select_service, {id});
    if (rows.empty()) return std::nullopt;
    return rows[0].get<std::string>(1);
}

LiveCounts read_live_counts(db::Transaction& tx) {
    const auto services = tx.query(sql::count_live_services, {});
    const auto organisations = tx.query(sql::count_live_organisations, {});
    return {services[0].get<std::int64_t>(0), organisations[0].get<std::int64_t>(0)};
}

}  // namespace herald::services
