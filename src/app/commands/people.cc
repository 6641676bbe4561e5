// herald guest-list add | list, herald team add: whom a service in trial mode, or a team key, may send to.
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "base/json_writer.h"
#include "recipients/email_address.h"
#include "services/service_store.h"

namespace herald::app {
namespace {

struct GuestOptions {
    std::string service;
    std::vector<std::string> recipients, phones, emails;
};

struct MemberOptions {
    std::string service, name, email, phone;
};

int add_guests(CommandContext& context, GuestOptions options) {
    auto& all = options.recipients;
    all.insert(all.end(), options.phones.begin(), options.phones.end());
    all.insert(all.end(), options.emails.begin(), options.emails.end());
    if (all.empty()) throw UsageError("give at least one phone number or email address");
    for (const auto& email : options.emails)
        if (!recipients::parse_email_address(email))
            throw CommandError(std::string(recipients::email_address_error) + ": " + email);
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    const services::ServiceStore services(session.clock, session.ids, session.sealer());
    granted(session.store().write_now(
        [&](db::Transaction& tx) { return services.add_guests(tx, service, options.recipients); }));
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("id", service).member("added", options.recipients.size()).end_object();
        });
    } else {
        context.out << "The guest list has " << (options.recipients.size() == 1 ? "this recipient" : "these recipients")
                    << " now\n";
    }
    return 0;
}

int list_guests(CommandContext& context, const std::string& which) {
    Session session(context.settings);
    const Uuid service = session.service(which);
    const services::ServiceStore services(session.clock, session.ids, session.sealer());
    const auto guests =
        session.store().read_now([&](db::Transaction& tx) { return services.list_guests(tx, service); });
    if (context.json) {
        print_json(context.out, [&](JsonWriter& writer) {
            writer.begin_object().key("guest_list").begin_array();
            for (const auto& guest : guests) writer.value(guest);
            writer.end_array().end_object();
        });
    } else {
        for (const auto& guest : guests) context.out << guest << "\n";
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
        print_json(context.out, [&](JsonWriter& json) { json.begin_object().member("id", user).end_object(); });
    } else {
        context.out << "Added to the team\n  id  " << user.to_string() << "\n";
    }
    return 0;
}

}  // namespace

void add_people_commands(CommandRegistry& commands) {
    CLI::App& guests = commands.add_group("guest-list", "Adds to whom a service in trial mode may send");
    auto guest = std::make_shared<GuestOptions>();
    CLI::App& adding =
        commands.add(guests, "add", "Adds phone numbers and email addresses to a service's guest list",
                     "herald guest-list add --service \"Pay a fine\" --phone 07700900123 --email someone@example.com");
    adding.add_option("--service", guest->service, "Id or name")->required()->type_name("SERVICE");
    adding.add_option("recipient", guest->recipients, "Phone numbers and email addresses");
    adding.add_option("--phone", guest->phones, "A phone number, repeatable")
        ->type_name("NUMBER")
        ->allow_extra_args(false);
    adding.add_option("--email", guest->emails, "An email address, repeatable")
        ->type_name("ADDRESS")
        ->allow_extra_args(false);
    commands.on(adding, [guest](CommandContext& context) { return add_guests(context, *guest); });

    auto service = std::make_shared<std::string>();
    CLI::App& listing =
        commands.add(guests, "list", "Lists a service's guest list", "herald guest-list list --service \"Pay a fine\"");
    listing.add_option("--service", *service, "Id or name")->required()->type_name("SERVICE");
    commands.on(listing, [service](CommandContext& context) { return list_guests(context, *service); });

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
