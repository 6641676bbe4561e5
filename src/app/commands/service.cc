// herald service create | list | show | update
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "base/json_writer.h"
#include "services/service_store.h"

namespace herald::app {
namespace {

struct CreateOptions {
    std::string name;
    bool live = false;
    std::vector<std::string> permissions;
    std::string callback_url, callback_token;
};

struct UpdateOptions {
    std::string service;
    bool live = false, trial = false;
    std::vector<std::string> permissions;
    std::string callback_url, callback_token;
    bool no_callback = false;
    std::string sms_sender, reply_to;
    std::optional<std::string> contact_link;
};

std::string permission_help() {
    std::string text = "What it may do, repeatable:";
    for (const auto name : services::permission_names) text += " " + std::string(name);
    return text;
}

services::ServiceStore store_for(Session& session, const Settings& settings) {
    return {session.clock, session.ids, session.sealer(), settings.callbacks_allow_http};
}

std::string mode(bool restricted) {
    return restricted ? "trial" : "live";
}

int create(CommandContext& context, const CreateOptions& options) {
    services::NewService service{.name = options.name,
                                 .live = options.live,
                                 .permissions = options.permissions,
                                 .sms_sender = context.settings.default_sms_sender};
    if (!options.callback_url.empty())
        service.delivery_status_callback = services::CallbackEndpoint{options.callback_url, options.callback_token};
    Session session(context.settings);
    const auto services = store_for(session, context.settings);
    Uuid id;
    try {
        id = granted(session.store().write_now([&](db::Transaction& tx) { return services.create(tx, service); }));
    } catch (const db::UniqueViolation&) {
        // Somebody else took the name between the check and the insert.
        throw CommandError("Duplicate service name '" + options.name + "'");
    }
    if (context.json) {
        std::string text;
        JsonWriter(text)
            .begin_object()
            .member("id", id)
            .member("name", options.name)
            .member("live", options.live)
            .end_object();
        context.out << text << "\n";
    } else {
        context.out << "Made the service " << options.name << " (" << mode(!options.live) << ")\n"
                    << "  id  " << id.to_string() << "\n"
                    << "Next: herald api-key create --service " << id.to_string() << " --name my-key --type normal\n";
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
    const auto all = list_all(session, store_for(session, context.settings));
    if (context.json) {
        std::string text;
        JsonWriter writer(text);
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
        context.out << text << "\n";
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& service : all)
        rows.push_back({service.id.to_string(), service.active ? mode(service.restricted) : "archived",
                        short_time(service.created_at), service.name});
    print_table(context.out, {"ID", "MODE", "CREATED (UTC)", "NAME"}, rows);
    return 0;
}

void print_json(std::ostream& out, const services::Service& service) {
    std::string text;
    JsonWriter writer(text);
    writer.begin_object()
        .member("id", service.id)
        .member("name", service.name)
        .member("active", service.active)
        .member("live", !service.restricted)
        .member("created_at", service.created_at)
        .member("email_sender_local_part", service.email_sender_local_part)
        .member("email_message_limit", service.email_message_limit)
        .member("sms_message_limit", service.sms_message_limit)
        .member("letter_message_limit", service.letter_message_limit)
        .member("international_sms_message_limit", service.international_sms_message_limit)
        .member("rate_limit", service.rate_limit)
        .member("contact_link", service.contact_link);
    writer.key("permissions").begin_array();
    for (const auto& permission : service.permissions) writer.value(permission);
    writer.end_array().key("sms_senders").begin_array();
    for (const auto& sender : service.sms_senders)
        writer.begin_object()
            .member("id", sender.id)
            .member("sms_sender", sender.text)
            .member("is_default", sender.is_default)
            .end_object();
    writer.end_array().key("email_reply_to").begin_array();
    for (const auto& reply : service.reply_tos)
        writer.begin_object()
            .member("id", reply.id)
            .member("email_address", reply.email_address)
            .member("is_default", reply.is_default)
            .end_object();
    writer.end_array().key("allowed_recipients").begin_array();
    for (const auto& recipient : service.allowed_recipients) writer.value(recipient);
    writer.end_array().key("callback_url");
    if (service.delivery_status_callback) writer.value(service.delivery_status_callback->url);
    else writer.null();
    writer.end_object();
    out << text << "\n";
}

void print_text(std::ostream& out, const services::Service& service) {
    const auto line = [&](std::string_view what, const std::string& value) {
        out << what << std::string(22 - what.size(), ' ') << value << "\n";
    };
    line("id", service.id.to_string());
    line("name", service.name);
    line("mode", service.active ? mode(service.restricted) : "archived");
    line("created (UTC)", short_time(service.created_at));
    line("email sender", service.email_sender_local_part + "@…");
    line("messages a day", std::to_string(service.email_message_limit) + " emails, " +
                               std::to_string(service.sms_message_limit) + " texts (" +
                               std::to_string(service.international_sms_message_limit) + " international), " +
                               std::to_string(service.letter_message_limit) + " letters");
    line("requests a minute", std::to_string(service.rate_limit));
    if (service.contact_link) line("contact", *service.contact_link);
    for (const auto& permission : service.permissions) line("may", permission);
    for (const auto& sender : service.sms_senders)
        line(sender.is_default ? "text sender, default" : "text sender", sender.text + "  " + sender.id.to_string());
    for (const auto& reply : service.reply_tos)
        line(reply.is_default ? "reply-to, default" : "reply-to", reply.email_address + "  " + reply.id.to_string());
    for (const auto& recipient : service.allowed_recipients) line("team or guest", recipient);
    if (service.delivery_status_callback) line("callback", service.delivery_status_callback->url);
}

int show(CommandContext& context, const std::string& which) {
    Session session(context.settings);
    const Uuid id = session.service(which);
    const auto service = session.store().read_now(
        [&](db::Transaction& tx) { return services::load_service(tx, session.sealer(), id, session.clock.now()); });
    if (context.json) print_json(context.out, *service);
    else print_text(context.out, *service);
    return 0;
}

void apply(const services::ServiceStore& services, db::Transaction& tx, Uuid id, const UpdateOptions& options) {
    if (options.live || options.trial) granted(services.set_live(tx, id, options.live));
    if (options.contact_link) granted(services.set_contact_link(tx, id, *options.contact_link));
    if (!options.permissions.empty()) granted(services.set_permissions(tx, id, options.permissions));
    constexpr auto type = services::CallbackType::delivery_status;
    if (!options.callback_url.empty())
        granted(services.set_callback(tx, id, type, {options.callback_url, options.callback_token}));
    if (options.no_callback) granted(services.remove_callback(tx, id, type));
    if (!options.sms_sender.empty()) granted(services.add_sms_sender(tx, id, options.sms_sender, true));
    if (!options.reply_to.empty()) granted(services.add_reply_to(tx, id, options.reply_to, true));
}

int update(CommandContext& context, const UpdateOptions& options) {
    Session session(context.settings);
    const Uuid id = session.service(options.service);
    const auto services = store_for(session, context.settings);
    // A refusal is thrown, so that nothing of the change stays.
    session.store().write_now([&](db::Transaction& tx) { apply(services, tx, id, options); });
    return show(context, id.to_string());
}

/// The URL's option; URL and token are given together or not at all.
CLI::Option* add_callback_options(CLI::App& command, std::string& callback_url, std::string& callback_token) {
    auto* url = command.add_option("--callback-url", callback_url, "Where it is told what became of its messages");
    auto* token =
        command.add_option("--callback-token", callback_token, "Bearer token for that, 10 characters or more");
    url->type_name("URL")->needs(token);
    token->type_name("TOKEN")->needs(url);
    return url;
}

void add_create(CommandRegistry& commands, CLI::App& group) {
    auto options = std::make_shared<CreateOptions>();
    CLI::App& command =
        commands.add(group, "create", "Makes a service",
                     "herald service create --name \"Pay a fine\" --live --callback-url https://example.com/receipts "
                     "--callback-token \"$TOKEN\"");
    command.add_option("--name", options->name, "Its name, unique in the installation")->required()->type_name("NAME");
    command.add_flag("--live", options->live, "May send to anyone; otherwise in trial mode");
    command.add_option("--permission", options->permissions, permission_help())
        ->type_name("P")
        ->allow_extra_args(false);
    add_callback_options(command, options->callback_url, options->callback_token);
    commands.on(command, [options](CommandContext& context) { return create(context, *options); });
}

void add_update(CommandRegistry& commands, CLI::App& group) {
    auto options = std::make_shared<UpdateOptions>();
    CLI::App& command =
        commands.add(group, "update", "Changes a service", "herald service update \"Pay a fine\" --live");
    command.add_option("service", options->service, "Its id or name")->required();
    auto* live = command.add_flag("--live", options->live, "May send to anyone, with the limits of a live service");
    command.add_flag("--trial", options->trial, "May send to its team and guest list only")->excludes(live);
    command.add_option("--permission", options->permissions, permission_help() + " (replaces those it has)")
        ->type_name("P")
        ->allow_extra_args(false);
    auto* url = add_callback_options(command, options->callback_url, options->callback_token);
    command.add_flag("--no-callback", options->no_callback, "Stops telling it")->excludes(url);
    command.add_option("--sms-sender", options->sms_sender, "New default sender of its text messages")
        ->type_name("TEXT");
    command.add_option("--reply-to", options->reply_to, "New default address for replies to its emails")
        ->type_name("ADDRESS");
    command
        .add_option("--contact-link", options->contact_link,
                    "URL, email address or phone number for whoever gets a file by email; empty: it sends no files")
        ->type_name("TEXT");
    commands.on(command, [options](CommandContext& context) { return update(context, *options); });
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
    commands.on(showing, [which](CommandContext& context) { return show(context, *which); });
    add_update(commands, group);
}

}  // namespace herald::app
