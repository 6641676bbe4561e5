#include "balancing/provider_store.h"

#include "balancing/providers_sql.h"

namespace herald::balancing {
namespace {

Provider read(const db::Row& row) {
    Provider provider;
    provider.identifier = row.get<std::string>(0);
    provider.id = row.get<std::optional<Uuid>>(1).value_or(Uuid{});
    provider.display_name = row.get<std::string>(2);
    provider.channel = row.get<std::string>(3);
    provider.priority = row.get<std::int64_t>(4);
    provider.active = row.get<bool>(5);
    provider.supports_international = row.get<bool>(6);
    provider.version = row.get<std::int64_t>(7);
    provider.updated_at = row.get<std::optional<Timestamp>>(8);
    provider.changed_by = row.get<std::optional<std::string>>(9);
    provider.reason = row.get<std::optional<std::string>>(10);
    if (const auto user = row.get<std::optional<Uuid>>(11))
        provider.created_by = Provider::User{*user, row.get<std::string>(12), row.get<std::string>(13)};
    return provider;
}

/// One provider as it is now, written over by the change.
struct NewVersion {
    std::string identifier;
    std::int64_t old_version;
    std::int64_t priority;
    bool active;
    std::optional<std::string> reason;
};

void write(db::Transaction& tx, const NewVersion& version, const Author& author, Timestamp now) {
    const auto changed =
        tx.execute(sql::change_provider, {version.identifier, version.old_version, version.priority, version.active,
                                          now, author.user, author.name, version.reason});
    // The row is locked, or on SQLite nobody else writes: another version would be a mistake of ours.
    if (changed != 1) throw std::logic_error("a locked provider was changed by somebody else");
    tx.execute(sql::keep_provider_version, {version.identifier});
}

}  // namespace

Author automatic_author() {
    return {std::nullopt, "Herald"};
}

std::vector<Provider> all_providers(db::Transaction& tx) {
    std::vector<Provider> all;
    for (const auto row : tx.query(sql::all_providers, {})) all.push_back(read(row));
    return all;
}

std::vector<Provider> versions_of(db::Transaction& tx, std::string_view identifier, std::size_t max) {
    std::vector<Provider> all;
    for (const auto row : tx.query(sql::provider_versions, {identifier, max})) all.push_back(read(row));
    return all;
}

bool change_provider(db::Transaction& tx, std::string_view identifier, const ProviderChange& change,
                     const Author& author, Timestamp now) {
    std::string channel;
    for (const auto& provider : all_providers(tx))
        if (provider.identifier == identifier) channel = provider.channel;
    if (channel.empty()) return false;
    for (const auto row : tx.query(sql::lock_providers, {channel})) {
        if (row.get<std::string_view>(0) != identifier) continue;
        write(tx,
              {std::string(identifier), row.get<std::int64_t>(4), change.priority.value_or(row.get<std::int64_t>(1)),
               change.active.value_or(row.get<bool>(2)), change.reason},
              author, now);
    }
    tx.notify("providers");
    return true;
}

LockedProviders::LockedProviders(db::Transaction& tx) : tx_(tx) {
    for (const auto row : tx.query(sql::lock_providers, {"sms"})) {
        if (!row.get<bool>(2)) continue;
        active_.push_back({row.get<std::string>(0), row.get<std::int64_t>(1), row.get<std::optional<Timestamp>>(3)});
        versions_[active_.back().identifier] = row.get<std::int64_t>(4);
    }
}

void LockedProviders::apply(const Decision& decision, Timestamp now) {
    for (const auto& change : decision.changes)
        write(tx_, {change.identifier, versions_.at(change.identifier), change.to, true, std::string(change.reason)},
              automatic_author(), now);
    if (!decision.changes.empty()) tx_.notify("providers");
}

void complete_providers(db::Transaction& tx, IdSource& ids) {
    tx.execute(sql::keep_first_versions, {});
    for (const auto row : tx.query(sql::providers_without_id, {}))
        tx.execute(sql::give_provider_id, {row.get<std::string_view>(0), ids.next_random()});
}

}  // namespace herald::balancing
