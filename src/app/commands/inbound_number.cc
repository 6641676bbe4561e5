// herald inbound-number create | assign | release | list: the numbers that people can answer to.
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "base/json_writer.h"
#include "inbound/number_store.h"

namespace herald::app {
namespace {

struct Options {
    std::string provider, number, service;
    bool retire = false;
};

int report(CommandContext& context, const Options& options, const std::optional<Uuid>& service, const char* done) {
    const std::string number = inbound::to_pool_form(options.number).value_or(options.number);
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("number", number).member("service_id", service).end_object();
        });
    } else {
        context.out << done << " " << number << "\n";
    }
    return 0;
}

int create(CommandContext& context, const Options& options) {
    Session session(context.settings);
    std::optional<Uuid> service;
    if (!options.service.empty()) service = session.service(options.service);
    const inbound::NumberStore numbers(session.clock, session.ids);
    session.store().write_now([&](db::Transaction& tx) {
        granted(numbers.create(tx, options.number, options.provider));
        if (service) granted(numbers.assign(tx, options.number, *service));
    });
    return report(context, options, service, "Added the number");
}

int assign(CommandContext& context, const Options& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    const inbound::NumberStore numbers(session.clock, session.ids);
    session.store().write_now([&](db::Transaction& tx) { granted(numbers.assign(tx, options.number, service)); });
    return report(context, options, service, "The service receives on");
}

int release(CommandContext& context, const Options& options) {
    Session session(context.settings);
    const inbound::NumberStore numbers(session.clock, session.ids);
    session.store().write_now([&](db::Transaction& tx) {
        granted(numbers.release(tx, options.number, context.settings.default_sms_sender, !options.retire));
    });
    return report(context, options, std::nullopt, options.retire ? "Nobody receives any more on" : "Free again:");
}

std::vector<inbound::InboundNumber> list_all(Session& session) {
    const inbound::NumberStore numbers(session.clock, session.ids);
    std::vector<inbound::InboundNumber> all;
    for (;;) {
        const std::string after = all.empty() ? "" : all.back().number;
        const auto page = session.store().read_now([&](db::Transaction& tx) { return numbers.list(tx, after); });
        if (page.empty()) return all;
        all.insert(all.end(), page.begin(), page.end());
    }
}

int list(CommandContext& context) {
    Session session(context.settings);
    const auto all = list_all(session);
    if (context.json) {
        print_json(context.out, [&](JsonWriter& writer) {
            writer.begin_object().key("inbound_numbers").begin_array();
            for (const auto& one : all)
                writer.begin_object()
                    .member("number", one.number)
                    .member("provider", one.provider)
                    .member("active", one.active)
                    .member("service_id", one.service_id)
                    .member("service_name", one.service_name)
                    .member("created_at", one.created_at)
                    .end_object();
            writer.end_array().end_object();
        });
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : all)
        rows.push_back({one.number, one.provider,
                        !one.active      ? "out of use"
                        : one.service_id ? "in use"
                                         : "free",
                        one.service_name.value_or("")});
    print_table(context.out, {"NUMBER", "PROVIDER", "STATE", "SERVICE"}, rows);
    return 0;
}

}  // namespace

void add_inbound_number_commands(CommandRegistry& commands) {
    CLI::App& group = commands.add_group("inbound-number", "Adds, assigns and lists numbers that people can answer to");
    auto made = std::make_shared<Options>();
    CLI::App& creating = commands.add(group, "create", "Adds a number, for a service if one is named",
                                      "herald inbound-number create --provider mmg --number 07700900777 --service "
                                      "\"Pay a fine\"");
    creating.add_option("--provider", made->provider, "Whose number it is: mmg, firetext or smpp")
        ->required()
        ->check(CLI::IsMember({"mmg", "firetext", "smpp"}))
        ->type_name("PROVIDER");
    creating.add_option("--number", made->number, "A UK mobile number")->required()->type_name("NUMBER");
    creating.add_option("--service", made->service, "Id or name: it may receive, and sends from this number")
        ->type_name("SERVICE");
    commands.on(creating, [made](CommandContext& context) { return create(context, *made); });

    auto given = std::make_shared<Options>();
    CLI::App& assigning = commands.add(group, "assign", "Gives a free number to a service",
                                       "herald inbound-number assign --number 07700900777 --service \"Pay a fine\"");
    assigning.add_option("--number", given->number, "A free one")->required()->type_name("NUMBER");
    assigning.add_option("--service", given->service, "Id or name: it may receive, and sends from this number")
        ->required()
        ->type_name("SERVICE");
    commands.on(assigning, [given](CommandContext& context) { return assign(context, *given); });

    auto freed = std::make_shared<Options>();
    CLI::App& releasing = commands.add(group, "release", "Takes a number from its service, which receives no more",
                                       "herald inbound-number release --number 07700900777");
    releasing.add_option("--number", freed->number, "The number")->required()->type_name("NUMBER");
    releasing.add_flag("--retire", freed->retire, "It is not to be given to another service");
    commands.on(releasing, [freed](CommandContext& context) { return release(context, *freed); });

    CLI::App& listing = commands.add(group, "list", "Lists all numbers", "herald inbound-number list");
    commands.on(listing, list);
}

}  // namespace herald::app
