// herald service update
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/service_command.h"
#include "app/commands/session.h"
#include "services/signing_secret.h"

namespace herald::app {
namespace {

/// A kind of callback as the command line knows it.
struct Endpoint {
    services::CallbackType type;
    std::string flag;  ///< `inbound-callback`
    std::string help;
    std::string url = {}, token = {};
    bool remove = false;
};

struct Options {
    std::string service;
    bool live = false, trial = false;
    std::vector<std::string> permissions;
    std::vector<Endpoint> endpoints{
        {services::CallbackType::delivery_status, "callback", "Where it is told what became of its messages"},
        {services::CallbackType::complaint, "complaint-callback", "Where it is told of complaints about its emails"},
        {services::CallbackType::inbound_sms, "inbound-callback", "Where it is told of texts that it receives"},
        {services::CallbackType::returned_letter, "returned-letter-callback",
         "Where it is told of letters that came back"}};
    std::string sms_sender, reply_to;
    std::optional<std::string> contact_link;
    services::LimitChange limits;
    services::NameChange names;
};

bool changes_limits(const services::LimitChange& change) {
    return change.email || change.sms || change.letter || change.international_sms || change.rate;
}

void apply(Session& session, const services::ServiceStore& services, db::Transaction& tx, Uuid id,
           const Options& options, SigningSecrets& secrets) {
    if (options.live || options.trial) granted(services.set_live(tx, id, options.live));
    // After the mode, which brings limits of its own.
    if (changes_limits(options.limits)) granted(services.set_limits(tx, id, options.limits));
    if (options.names.name || options.names.prefix_sms) granted(services.set_names(tx, id, options.names));
    if (options.contact_link) granted(services.set_contact_link(tx, id, *options.contact_link));
    if (!options.permissions.empty()) granted(services.set_permissions(tx, id, options.permissions));
    for (const auto& endpoint : options.endpoints) {
        if (endpoint.remove) granted(services.remove_callback(tx, id, endpoint.type));
        if (endpoint.url.empty()) continue;
        granted(services.set_callback(tx, id, endpoint.type, {endpoint.url, endpoint.token, {}}));
        const auto secret = services::give_signing_secret(tx, session.sealer(), session.ids, id, endpoint.type, false);
        if (secret) secrets[std::string(to_text(endpoint.type))] = *secret;
    }
    if (!options.sms_sender.empty()) granted(services.add_sms_sender(tx, id, options.sms_sender, true));
    if (!options.reply_to.empty()) granted(services.add_reply_to(tx, id, options.reply_to, true));
}

int update(CommandContext& context, const Options& options) {
    SigningSecrets secrets;
    std::string id;
    {
        Session session(context.settings);
        const Uuid service = session.service(options.service);
        const auto services = service_store_for(session, context.settings);
        id = service.to_string();
        try {
            // A refusal is thrown, so that nothing of the change stays.
            session.store().write_now([&](db::Transaction& tx) {
                secrets.clear();
                apply(session, services, tx, service, options, secrets);
            });
        } catch (const db::UniqueViolation&) {
            throw CommandError("Duplicate service name '" + options.names.name.value_or("") + "'");
        }
    }
    return show_service(context, id, secrets);
}

void add_limit_options(CLI::App& command, services::LimitChange& limits) {
    const auto add = [&](const char* name, std::optional<std::int64_t>& member, const char* help) {
        command.add_option(name, member, help)->type_name("COUNT");
    };
    add("--rate-limit", limits.rate, "Requests a minute, for each kind of API key");
    add("--sms-limit", limits.sms, "Texts a day");
    add("--email-limit", limits.email, "Emails a day");
    add("--letter-limit", limits.letter, "Letters a day");
    add("--international-sms-limit", limits.international_sms, "Texts abroad a day");
}

}  // namespace

CLI::Option* add_endpoint_options(CLI::App& command, const std::string& flag, const std::string& help, std::string& url,
                                  std::string& token) {
    auto* url_option = command.add_option("--" + flag + "-url", url, help);
    auto* token_option =
        command.add_option("--" + flag + "-token", token, "Bearer token for that, 10 characters or more");
    url_option->type_name("URL")->needs(token_option);
    token_option->type_name("TOKEN")->needs(url_option);
    return url_option;
}

void add_service_update(CommandRegistry& commands, CLI::App& group) {
    auto options = std::make_shared<Options>();
    CLI::App& command =
        commands.add(group, "update", "Changes a service; what is not given stays",
                     "herald service update \"Pay a fine\" --live --rate-limit 6000 --inbound-callback-url "
                     "https://example.com/texts --inbound-callback-token \"$TOKEN\"");
    command.add_option("service,--id", options->service, "Its id or name")->required();
    auto* live = command.add_flag("--live", options->live, "May send to anyone, with the limits of a live service");
    command.add_flag("--trial", options->trial, "May send to its team and guest list only")->excludes(live);
    command.add_option("--permission", options->permissions, service_permission_help() + " (replaces those it has)")
        ->type_name("P")
        ->allow_extra_args(false);
    command.add_option("--name", options->names.name, "New name")->type_name("NAME");
    command.add_option("--prefix-sms", options->names.prefix_sms, "Whether its texts begin with its name")
        ->type_name("BOOL");
    add_limit_options(command, options->limits);
    for (auto& endpoint : options->endpoints) {
        auto* url = add_endpoint_options(command, endpoint.flag, endpoint.help, endpoint.url, endpoint.token);
        command.add_flag("--no-" + endpoint.flag, endpoint.remove, "Stops telling it")->excludes(url);
    }
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

}  // namespace herald::app
