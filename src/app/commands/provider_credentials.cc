// herald provider-credentials set | remove | list: keys and passwords for providers, sealed in the store
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "app/credentials.h"
#include "base/json_writer.h"
#include "base/text.h"

namespace herald::app {
namespace {

/// What the file or standard input holds, without the line end that editors put there. Never an argument: those are for
/// everybody on the machine to see.
std::string read_value(const std::string& path) {
    std::string value;
    if (path.empty()) {
        value.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::ifstream file(path, std::ios::binary);
        if (!file) throw CommandError(path + " cannot be read");
        value.assign(std::istreambuf_iterator<char>(file), {});
    }
    while (value.ends_with('\n') || value.ends_with('\r')) value.pop_back();
    if (value.empty()) throw CommandError("the value is empty; remove the credential instead");
    return value;
}

void check_name(const std::string& name) {
    if (!is_credential_name(name)) throw UsageError(name + " is none of " + text::join(credential_names()));
}

int set(CommandContext& context, const std::string& name, const std::string& path) {
    check_name(name);
    const std::string value = read_value(path);
    Session session(context.settings);
    session.store().write_now(
        [&](db::Transaction& tx) { set_credential(tx, session.sealer(), name, value, session.clock.now()); });
    if (context.json)
        print_json(context.out, [&](JsonWriter& json) { json.begin_object().member("name", name).end_object(); });
    else context.out << "Stored " << name << ", sealed; servers take it when they start the next time\n";
    return 0;
}

int remove(CommandContext& context, const std::string& name) {
    check_name(name);
    Session session(context.settings);
    const bool removed = session.store().write_now([&](db::Transaction& tx) { return remove_credential(tx, name); });
    if (!removed) throw CommandError("there is no stored " + name);
    if (context.json)
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("name", name).member("removed", true).end_object();
        });
    else context.out << "Removed " << name << "\n";
    return 0;
}

int list(CommandContext& context) {
    Session session(context.settings);
    const auto all = session.store().read_now([&](db::Transaction& tx) { return list_credentials(tx); });
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().key("credentials").begin_array();
            for (const auto& one : all)
                json.begin_object().member("name", one.name).member("updated_at", one.updated_at).end_object();
            json.end_array().end_object();
        });
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : all) rows.push_back({one.name, short_time(one.updated_at)});
    print_table(context.out, {"NAME", "SET (UTC)"}, rows);
    return 0;
}

}  // namespace

void add_provider_credentials_commands(CommandRegistry& commands) {
    CLI::App& group =
        commands.add_group("provider-credentials", "Keeps keys and passwords for providers in the store, sealed");
    auto name = std::make_shared<std::string>();
    auto path = std::make_shared<std::string>();
    CLI::App& setting = commands.add(group, "set", "Stores one; a setting of that name wins over it",
                                     "herald provider-credentials set smpp-password --file password.txt");
    setting.add_option("name", *name, "The setting that it stands for: " + text::join(credential_names()))->required();
    setting.add_option("--file", *path, "Where it stands; else it is read from standard input")->type_name("FILE");
    commands.on(setting, [name, path](CommandContext& context) { return set(context, *name, *path); });

    auto gone = std::make_shared<std::string>();
    CLI::App& removing =
        commands.add(group, "remove", "Removes one", "herald provider-credentials remove smpp-password");
    removing.add_option("name", *gone, "Its name")->required();
    commands.on(removing, [gone](CommandContext& context) { return remove(context, *gone); });

    CLI::App& listing =
        commands.add(group, "list", "Lists which there are, not what they are", "herald provider-credentials list");
    commands.on(listing, list);
}

}  // namespace herald::app
