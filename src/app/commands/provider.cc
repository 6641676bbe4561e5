// herald provider list | set | history: which provider gets how much, and who said so.
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "balancing/provider_store.h"
#include "base/json_writer.h"

namespace herald::app {
namespace {

struct SetOptions {
    std::string name, reason, active;
    std::int64_t priority = -1;
};

/// The person at the keyboard, as far as the system knows.
balancing::Author command_author() {
    const passwd* user = getpwuid(getuid());
    return {std::nullopt, "command line (" + std::string(user != nullptr ? user->pw_name : "unknown user") + ")"};
}

void write_provider(JsonWriter& json, const balancing::Provider& provider) {
    json.begin_object()
        .member("id", provider.id)
        .member("identifier", provider.identifier)
        .member("display_name", provider.display_name)
        .member("notification_type", provider.channel)
        .member("priority", provider.priority)
        .member("active", provider.active)
        .member("supports_international", provider.supports_international)
        .member("version", provider.version)
        .member("updated_at", provider.updated_at)
        .member("changed_by", provider.changed_by)
        .member("reason", provider.reason)
        .end_object();
}

void print_providers(CommandContext& context, const char* name, const std::vector<balancing::Provider>& all) {
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().key(name).begin_array();
            for (const auto& provider : all) write_provider(json, provider);
            json.end_array().end_object();
        });
        return;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : all)
        rows.push_back({one.identifier, one.channel, std::to_string(one.priority), one.active ? "on" : "off",
                        one.supports_international ? "yes" : "no", std::to_string(one.version),
                        one.updated_at ? short_time(*one.updated_at) : "", one.changed_by.value_or(""),
                        one.reason.value_or("")});
    print_table(context.out,
                {"PROVIDER", "TYPE", "PRIORITY", "STATE", "ABROAD", "VERSION", "CHANGED (UTC)", "BY", "REASON"}, rows);
}

std::vector<balancing::Provider> versions(Session& session, const std::string& name, std::size_t max) {
    auto found = session.store().read_now([&](db::Transaction& tx) { return balancing::versions_of(tx, name, max); });
    if (found.empty()) throw CommandError("there is no provider " + name);
    return found;
}

int list(CommandContext& context) {
    Session session(context.settings);
    print_providers(context, "providers",
                    session.store().read_now([](db::Transaction& tx) { return balancing::all_providers(tx); }));
    return 0;
}

int history(CommandContext& context, const std::string& name) {
    Session session(context.settings);
    constexpr std::size_t versions_shown = 100;
    print_providers(context, "versions", versions(session, name, versions_shown));
    return 0;
}

int set(CommandContext& context, const SetOptions& options) {
    balancing::ProviderChange change;
    if (options.priority >= 0) change.priority = options.priority;
    if (!options.active.empty()) change.active = options.active == "on";
    if (!change.priority && !change.active) throw UsageError("say what to set: --priority or --state");
    if (!options.reason.empty()) change.reason = options.reason;
    Session session(context.settings);
    const bool known = session.store().write_now([&](db::Transaction& tx) {
        return balancing::change_provider(tx, options.name, change, command_author(), session.clock.now());
    });
    if (!known) throw CommandError("there is no provider " + options.name);
    print_providers(context, "providers", versions(session, options.name, 1));
    return 0;
}

}  // namespace

void add_provider_commands(CommandRegistry& commands) {
    CLI::App& group = commands.add_group("provider", "Shows and changes which provider gets how many messages");
    CLI::App& listing = commands.add(group, "list", "Lists all providers", "herald provider list");
    commands.on(listing, list);

    auto chosen = std::make_shared<SetOptions>();
    CLI::App& setting = commands.add(group, "set", "Changes a provider; processes follow within ten seconds",
                                     "herald provider set firetext --state off --reason \"their maintenance tonight\"");
    setting.add_option("provider", chosen->name, "As `herald provider list` shows it")->required()->type_name("NAME");
    setting.add_option("--priority", chosen->priority, "Its weight in the choice, 0 to 100")
        ->check(CLI::Range(0, 100))
        ->type_name("PRIORITY");
    setting
        .add_option("--state", chosen->active, "off: it gets no more messages; what it has is waited for; on: it does")
        ->check(CLI::IsMember({"on", "off"}))
        ->type_name("STATE");
    setting.add_option("--reason", chosen->reason, "Why; shown in the history")->type_name("TEXT");
    commands.on(setting, [chosen](CommandContext& context) { return set(context, *chosen); });

    auto named = std::make_shared<std::string>();
    CLI::App& showing =
        commands.add(group, "history", "Shows a provider's versions, the newest first", "herald provider history mmg");
    showing.add_option("provider", *named, "As `herald provider list` shows it")->required()->type_name("NAME");
    commands.on(showing, [named](CommandContext& context) { return history(context, *named); });
}

}  // namespace herald::app
