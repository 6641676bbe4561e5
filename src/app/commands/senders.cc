// herald sms-sender, reply-to and letter-contact: create | list. What a service's messages come from and go back to.
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "base/json_writer.h"
#include "content/template_rules.h"
#include "services/letter_contacts.h"
#include "services/service_store.h"

namespace herald::app {
namespace {

/// One kind of thing that a service has several of, of which one may be the default.
struct Entry {
    Uuid id;
    std::string text;
    bool is_default;
};
using Created = std::variant<Uuid, services::Refusal>;

struct Kind {
    const char *group, *group_help, *option, *option_help, *form, *field, *plural, *example;
    Created (*create)(Session&, db::Transaction&, Uuid service, const std::string& text, bool is_default);
    std::vector<Entry> (*list)(Session&, db::Transaction&, Uuid service);
};

struct CreateOptions {
    std::string service, text;
    bool is_default = false;
};

services::ServiceStore store_for(Session& session) {
    return {session.clock, session.ids, session.sealer()};
}

Created create_sms_sender(Session& session, db::Transaction& tx, Uuid service, const std::string& text,
                          bool is_default) {
    return store_for(session).add_sms_sender(tx, service, text, is_default);
}

Created create_reply_to(Session& session, db::Transaction& tx, Uuid service, const std::string& text, bool is_default) {
    return store_for(session).add_reply_to(tx, service, text, is_default);
}

Created create_letter_contact(Session& session, db::Transaction& tx, Uuid service, const std::string& text,
                              bool is_default) {
    if (auto problem = content::sender_block_problem(text)) return services::Refusal{*problem};
    return services::add_letter_contact(tx, session.clock, session.ids, service, text, is_default);
}

services::ServicePtr loaded(Session& session, db::Transaction& tx, Uuid service) {
    return services::load_service(tx, session.sealer(), service, session.clock.now());
}

std::vector<Entry> list_sms_senders(Session& session, db::Transaction& tx, Uuid service) {
    std::vector<Entry> entries;
    const auto whole = loaded(session, tx, service);
    for (const auto& one : whole->sms_senders) entries.push_back({one.id, one.text, one.is_default});
    return entries;
}

std::vector<Entry> list_reply_tos(Session& session, db::Transaction& tx, Uuid service) {
    std::vector<Entry> entries;
    const auto whole = loaded(session, tx, service);
    for (const auto& one : whole->reply_tos) entries.push_back({one.id, one.email_address, one.is_default});
    return entries;
}

std::vector<Entry> list_letter_contacts(Session&, db::Transaction& tx, Uuid service) {
    std::vector<Entry> entries;
    for (const auto& one : services::list_letter_contacts(tx, service))
        entries.push_back({one.id, one.block, one.is_default});
    return entries;
}

constexpr Kind kinds[] = {
    {"sms-sender", "Adds and lists what text messages come from", "--sender", "Its text, 3 to 11 characters", "TEXT",
     "sms_sender", "sms_senders", "herald sms-sender create --service \"Pay a fine\" --sender FINES --default",
     create_sms_sender, list_sms_senders},
    {"reply-to", "Adds and lists where replies to emails go", "--email", "The address", "ADDRESS", "email_address",
     "email_addresses", "herald reply-to create --service \"Pay a fine\" --email fines@example.com --default",
     create_reply_to, list_reply_tos},
    {"letter-contact", "Adds and lists return addresses of letters", "--block",
     "The address, at most 10 lines; may hold ((placeholders))", "TEXT", "contact_block", "contact_blocks",
     "herald letter-contact create --service \"Pay a fine\" --block \"$(cat address.txt)\" --default",
     create_letter_contact, list_letter_contacts},
};

int create(CommandContext& context, const Kind& kind, const CreateOptions& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    // A refusal is thrown, so that nothing of the change stays.
    const Uuid id = session.store().write_now([&](db::Transaction& tx) {
        return granted(kind.create(session, tx, service, options.text, options.is_default));
    });
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("id", id).member(kind.field, options.text).end_object();
        });
    } else {
        context.out << "Added\n  id  " << id.to_string() << "\n";
    }
    return 0;
}

int list(CommandContext& context, const Kind& kind, const std::string& which) {
    Session session(context.settings);
    const Uuid service = session.service(which);
    const auto all = session.store().read_now([&](db::Transaction& tx) { return kind.list(session, tx, service); });
    if (context.json) {
        print_json(context.out, [&](JsonWriter& writer) {
            writer.begin_object().key(kind.plural).begin_array();
            for (const auto& one : all)
                writer.begin_object()
                    .member("id", one.id)
                    .member(kind.field, one.text)
                    .member("is_default", one.is_default)
                    .end_object();
            writer.end_array().end_object();
        });
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : all) {
        std::string line = one.text;
        std::replace(line.begin(), line.end(), '\n', ',');
        rows.push_back({one.id.to_string(), one.is_default ? "default" : "", line});
    }
    print_table(context.out, {"ID", "", "TEXT"}, rows);
    return 0;
}

void add_kind(CommandRegistry& commands, const Kind& kind) {
    CLI::App& group = commands.add_group(kind.group, kind.group_help);
    auto options = std::make_shared<CreateOptions>();
    CLI::App& creating = commands.add(group, "create", "Adds one to a service", kind.example);
    creating.add_option("--service", options->service, "Id or name")->required()->type_name("SERVICE");
    creating.add_option(kind.option, options->text, kind.option_help)->required()->type_name(kind.form);
    creating.add_flag("--default", options->is_default, "It is used where a message names none; replaces the default");
    commands.on(creating, [&kind, options](CommandContext& context) { return create(context, kind, *options); });

    auto service = std::make_shared<std::string>();
    CLI::App& listing = commands.add(group, "list", "Lists a service's, the default first",
                                     std::string("herald ") + kind.group + " list --service \"Pay a fine\"");
    listing.add_option("--service", *service, "Id or name")->required()->type_name("SERVICE");
    commands.on(listing, [&kind, service](CommandContext& context) { return list(context, kind, *service); });
}

}  // namespace

void add_sender_commands(CommandRegistry& commands) {
    for (const Kind& kind : kinds) add_kind(commands, kind);
}

}  // namespace herald::app
