// herald guest-list add, herald team add: whom a service in trial mode, or a team key, may send to.
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "base/json_writer.h"
#include "services/service_store.h"

namespace herald::app {
namespace {

struct GuestOptions {
    std::string service;
    std::vector<std::string> recipients;
};

struct MemberOptions {
    std::string service, name, email, phone;
};

int add_guests(CommandContext& context, const GuestOptions& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    const services::ServiceStore services(session.clock, session.ids, session.sealer());
    granted(session.store().write_now(
        [&](db::Transaction& tx) { return services.add_guests(tx, service, options.recipients); }));
    if (context.json) {
        std::string text;
        JsonWriter(text).begin_object().member("id", service).member("added", options.recipients.size()).end_object();
        context.out << text << "\n";
    } else {
        context.out << "The guest list has " << (options.recipients.size() == 1 ? "this recipient" : "these recipients")
                    << " now\n";
    }
    return 0;
}

int add_member(CommandContext& context, const MemberOptions& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    const services::ServiceStore services(session.clock, session.ids, session.sealer());
    services::TeamMember member{options.name, options.email, {}};
    if (!options.phone.empty()) member.mobile_number = options.phone;
    const Uuid user = granted(
        session.store().write_now([&](db::Transaction& tx) { return services.add_team_member(tx, service, member); }));
    if (context.json) {
        std::string text;
        JsonWriter(text).begin_object().member("id", user).end_object();
        context.out << text << "\n";
    } else {
        context.out << "Added to the team\n  id  " << user.to_string() << "\n";
    }
    return 0;
}

}  // namespace

void add_people_commands(CommandRegistry& commands) {
    CLI::App& guests = commands.add_group("guest-list", "Adds to whom a service in trial mode may send");
    auto guest = std::make_shared<GuestOptions>();
    CLI::App& adding = commands.add(guests, "add", "Adds phone numbers and email addresses to a service's guest list",
                                    "herald guest-list add --service \"Pay a fine\" 07700900123 someone@example.com");
    adding.add_option("--service", guest->service, "Id or name")->required()->type_name("SERVICE");
    adding.add_option("recipient", guest->recipients, "Phone numbers and email addresses")->required();
    commands.on(adding, [guest](CommandContext& context) { return add_guests(context, *guest); });

    CLI::App& team = commands.add_group("team", "Adds people to a service's team");
    auto member = std::make_shared<MemberOptions>();
    CLI::App& joining = commands.add(
        team, "add", "Adds a person to a service's team",
        "herald team add --service \"Pay a fine\" --name \"Amala B\" --email amala@example.com --phone 07700900123");
    joining.add_option("--service", member->service, "Id or name")->required()->type_name("SERVICE");
    joining.add_option("--name", member->name, "The person's name")->required()->type_name("NAME");
    joining.add_option("--email", member->email, "The person's email address")->required()->type_name("ADDRESS");
    joining.add_option("--phone", member->phone, "The person's mobile number")->type_name("NUMBER");
    commands.on(joining, [member](CommandContext& context) { return add_member(context, *member); });
}

}  // namespace herald::app
