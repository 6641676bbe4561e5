// herald api-key create | revoke | list
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "base/json_writer.h"
#include "services/api_key_store.h"

namespace herald::app {
namespace {

struct CreateOptions {
    std::string service, name, type = "normal";
};

int create(CommandContext& context, const CreateOptions& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    const auto type = *services::key_type_from_text(options.type);
    const services::ApiKeyStore keys(session.clock, session.ids, session.sealer());
    services::NewApiKey made;
    try {
        made = granted(session.store().write_now(
            [&](db::Transaction& tx) { return keys.create(tx, service, options.name, type); }));
    } catch (const db::UniqueViolation&) {
        throw CommandError("The service has a key named '" + options.name +
                           "' already; revoke it or choose another name");
    }
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("id", made.id).member("key", made.key).end_object();
        });
    } else {
        context.out << "Made the API key; it is shown only this once:\n\n  " << made.key << "\n\n  id  "
                    << made.id.to_string() << "\n";
    }
    return 0;
}

int revoke(CommandContext& context, const std::string& which) {
    const Uuid id = parse_id(which, "the key");
    Session session(context.settings);
    const services::ApiKeyStore keys(session.clock, session.ids, session.sealer());
    granted(session.store().write_now([&](db::Transaction& tx) -> std::optional<services::Refusal> {
        const auto service = keys.find_owner(tx, id);
        if (!service) return services::Refusal{"there is no API key " + id.to_string()};
        return keys.revoke(tx, *service, id);
    }));
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("id", id).member("revoked", true).end_object();
        });
    } else {
        context.out << "Revoked; servers stop taking the key within two seconds\n";
    }
    return 0;
}

int list(CommandContext& context, const std::string& which) {
    Session session(context.settings);
    const Uuid service = session.service(which);
    const services::ApiKeyStore keys(session.clock, session.ids, session.sealer());
    const auto all = session.store().read_now([&](db::Transaction& tx) { return keys.list(tx, service); });
    if (context.json) {
        print_json(context.out, [&](JsonWriter& writer) {
            writer.begin_object().key("api_keys").begin_array();
            for (const auto& key : all)
                writer.begin_object()
                    .member("id", key.id)
                    .member("name", key.name)
                    .member("key_type", services::to_text(key.type))
                    .member("created_at", key.created_at)
                    .member("expiry_date", key.expiry_date)
                    .end_object();
            writer.end_array().end_object();
        });
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& key : all)
        rows.push_back({key.id.to_string(), std::string(services::to_text(key.type)), short_time(key.created_at),
                        key.expiry_date ? short_time(*key.expiry_date) : "-", key.name});
    print_table(context.out, {"ID", "TYPE", "CREATED (UTC)", "REVOKED (UTC)", "NAME"}, rows);
    return 0;
}

}  // namespace

void add_api_key_commands(CommandRegistry& commands) {
    CLI::App& group = commands.add_group("api-key", "Makes, revokes and lists API keys");
    auto options = std::make_shared<CreateOptions>();
    CLI::App& creating = commands.add(group, "create", "Makes an API key and prints it, once",
                                      "herald api-key create --service \"Pay a fine\" --name my-key --type normal");
    creating.add_option("--service", options->service, "Id or name")->required()->type_name("SERVICE");
    creating.add_option("--name", options->name, "Its name, without spaces")->required()->type_name("NAME");
    creating
        .add_option("--type", options->type, "normal; team: only to the team and the guest list; test: nothing is sent")
        ->check(CLI::IsMember({"normal", "team", "test"}))
        ->type_name("TYPE")
        ->capture_default_str();
    commands.on(creating, [options](CommandContext& context) { return create(context, *options); });

    auto key = std::make_shared<std::string>();
    CLI::App& revoking = commands.add(group, "revoke", "Revokes an API key",
                                      "herald api-key revoke 5f3c1f5e-8d0b-4a0c-9c39-1df0a4dbd2a1");
    revoking.add_option("key", *key, "Its id, as `herald api-key list` shows it")->required();
    commands.on(revoking, [key](CommandContext& context) { return revoke(context, *key); });

    auto service = std::make_shared<std::string>();
    CLI::App& listing = commands.add(group, "list", "Lists a service's API keys, without their secrets",
                                     "herald api-key list --service \"Pay a fine\"");
    listing.add_option("--service", *service, "Id or name")->required()->type_name("SERVICE");
    commands.on(listing, [service](CommandContext& context) { return list(context, *service); });
}

}  // namespace herald::app
