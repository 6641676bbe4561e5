#include "services/api_key_store.h"

#include "base/text.h"
#include "services/service_store.h"
#include "services/services_sql.h"

namespace herald::services {
namespace {

constexpr std::size_t uuid_characters = 36;
constexpr std::size_t name_characters_max = 255;

bool has_white_space(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto c = text::decode(text, at);
        if (text::is_space(c.value) || text::is_zero_width(c.value) || c.value < ' ') return true;
        at += c.bytes;
    }
    return false;
}

}  // namespace

std::optional<ParsedKey> parse_key(std::string_view key) {
    // name, hyphen, service id, hyphen, secret: sliced from the end, as the clients do.
    if (key.size() < 2 * uuid_characters + 2) return std::nullopt;
    const auto secret = key.substr(key.size() - uuid_characters);
    const auto service = key.substr(key.size() - 2 * uuid_characters - 1, uuid_characters);
    const auto service_id = Uuid::parse(service);
    if (!service_id || !Uuid::parse(secret)) return std::nullopt;
    return ParsedKey{std::string(key.substr(0, key.size() - 2 * uuid_characters - 2)), *service_id,
                     std::string(secret)};
}

std::variant<NewApiKey, Refusal> ApiKeyStore::create(db::Transaction& tx, Uuid service_id, const std::string& name,
                                                     KeyType type) const {
    if (name.empty()) return Refusal{"A key's name must not be blank"};
    if (text::count_code_points(name) > name_characters_max)
        return Refusal{"A key's name must have at most 255 characters"};
    if (has_white_space(name)) return Refusal{"A key's name must not have spaces, because clients refuse such keys"};
    if (!tx.query(sql::select_live_api_key_by_name, {service_id, name}).empty())
        return Refusal{"The service has a key named '" + name + "' already; revoke it or choose another name"};
    if (!bump_change_number(tx, service_id)) return Refusal{"There is no service " + service_id.to_string()};

    const Uuid id = ids_.next_random();
    const std::string secret = ids_.next_random().to_string();
    const std::string sealed = sealer_.seal(secret, api_key_secret_context);
    tx.execute(sql::insert_api_key, {id, service_id, name, to_text(type), db::Blob{sealed}, clock_.now()});
    return NewApiKey{id, name + "-" + service_id.to_string() + "-" + secret};
}

std::optional<Refusal> ApiKeyStore::revoke(db::Transaction& tx, Uuid service_id, Uuid key_id) const {
    if (tx.execute(sql::revoke_api_key, {service_id, key_id, clock_.now()}) == 1) {
        bump_change_number(tx, service_id);
        return {};
    }
    for (const auto& key : list(tx, service_id))
        if (key.id == key_id) return {};
    return Refusal{"The service has no key " + key_id.to_string()};
}

std::optional<Uuid> ApiKeyStore::find_owner(db::Transaction& tx, Uuid key_id) const {
    const auto rows = tx.query(sql::select_api_key_owner, {key_id});
    if (rows.empty()) return std::nullopt;
    return rows[0].get<Uuid>(0);
}

std::vector<ApiKeySummary> ApiKeyStore::list(db::Transaction& tx, Uuid service_id) const {
    std::vector<ApiKeySummary> keys;
    const auto rows = tx.query(sql::list_api_keys, {service_id});
    for (const auto row : rows)
        keys.push_back({row.get<Uuid>(0), row.get<std::string>(1),
                        key_type_from_text(row.get<std::string_view>(2)).value_or(KeyType::normal),
                        row.get<Timestamp>(3), row.get<std::optional<Timestamp>>(4)});
    return keys;
}

}  // namespace herald::services
