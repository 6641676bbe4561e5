// herald service create | list | show
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/service_command.h"
#include "app/commands/session.h"
#include "base/json_writer.h"
#include "services/signing_secret.h"

namespace herald::app {
namespace {

struct CreateOptions {
    std::string name;
    bool live = false;
    std::vector<std::string> permissions;
    std::string callback_url, callback_token;
};

int create(CommandContext& context, const CreateOptions& options) {
    services::NewService service{.name = options.name,
                                 .live = options.live,
                                 .permissions = options.permissions,
                                 .sms_sender = context.settings.default_sms_sender};
    if (!options.callback_url.empty())
        service.delivery_status_callback = services::CallbackEndpoint{options.callback_url, options.callback_token, {}};
    Session session(context.settings);
    const auto services = service_store_for(session, context.settings);
    Uuid id;
    std::optional<std::string> secret;
    try {
        session.store().write_now([&](db::Transaction& tx) {
            id = granted(services.create(tx, service));
            secret = services::give_signing_secret(tx, session.sealer(), session.ids, id,
                                                   services::CallbackType::delivery_status, false);
        });
    } catch (const db::UniqueViolation&) {
        // Somebody else took the name between the check and the insert.
        throw CommandError("Duplicate service name '" + options.name + "'");
    }
    if (context.json) {
        print_json(context.out, [&](JsonWriter& writer) {
            writer.begin_object().member("id", id).member("name", options.name).member("live", options.live);
            if (secret) writer.member("signing_secret", *secret);
            writer.end_object();
        });
    } else {
        context.out << "Made the service " << options.name << " (" << service_mode(!options.live) << ")\n"
                    << "  id  " << id.to_string() << "\n";
        if (secret) context.out << "  callbacks are signed with  " << *secret << "  (shown only this once)\n";
        context.out << "Next: herald api-key create --service " << id.to_string() << " --name my-key --type normal\n";
    }
    return 0;
}

std::vector<services::ServiceSummary> list_all(Session& session, const services::ServiceStore& services) {
    std::vector<services::ServiceSummary> all;
    for (;;) {
        const auto after = all.empty() ? std::nullopt : std::optional(all.back().id);
        const auto page = session.store().read_now([&](db::Transaction& tx) { return services.list(tx, after); });
        if (page.empty()) return all;
        all.insert(all.end(), page.begin(), page.end());
    }
}

int list(CommandContext& context) {
    Session session(context.settings);
    const auto all = list_all(session, service_store_for(session, context.settings));
    if (context.json) {
        print_json(context.out, [&](JsonWriter& writer) {
            writer.begin_object().key("services").begin_array();
            for (const auto& service : all)
                writer.begin_object()
                    .member("id", service.id)
                    .member("name", service.name)
                    .member("active", service.active)
                    .member("live", !service.restricted)
                    .member("created_at", service.created_at)
                    .end_object();
            writer.end_array().end_object();
        });
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& service : all)
        rows.push_back({service.id.to_string(), service.active ? service_mode(service.restricted) : "archived",
                        short_time(service.created_at), service.name});
    print_table(context.out, {"ID", "MODE", "CREATED (UTC)", "NAME"}, rows);
    return 0;
}

void add_create(CommandRegistry& commands, CLI::App& group) {
    auto options = std::make_shared<CreateOptions>();
    CLI::App& command =
        commands.add(group, "create", "Makes a service",
                     "herald service create --name \"Pay a fine\" --live --callback-url https://example.com/receipts "
                     "--callback-token \"$TOKEN\"");
    command.add_option("--name", options->name, "Its name, unique in the installation")->required()->type_name("NAME");
    command.add_flag("--live", options->live, "May send to anyone; otherwise in trial mode");
    command.add_option("--permission", options->permissions, service_permission_help())
        ->type_name("P")
        ->allow_extra_args(false);
    add_endpoint_options(command, "callback", "Where it is told what became of its messages", options->callback_url,
                         options->callback_token);
    commands.on(command, [options](CommandContext& context) { return create(context, *options); });
}

}  // namespace

void add_service_commands(CommandRegistry& commands) {
    CLI::App& group = commands.add_group("service", "Makes, lists, shows and changes services");
    add_create(commands, group);
    CLI::App& listing = commands.add(group, "list", "Lists all services", "herald service list");
    commands.on(listing, list);
    auto which = std::make_shared<std::string>();
    CLI::App& showing =
        commands.add(group, "show", "Shows a service with its settings", "herald service show \"Pay a fine\"");
    showing.add_option("service", *which, "Its id or name")->required();
    commands.on(showing, [which](CommandContext& context) { return show_service(context, *which, {}); });
    add_service_update(commands, group);
}

}  // namespace herald::app
