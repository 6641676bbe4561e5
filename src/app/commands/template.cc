// herald template create | update | list, and what belongs to its files
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/commands/session.h"
#include "app/commands/template_files.h"
#include "base/json_writer.h"
#include "templates/template_store.h"

namespace herald::app {
namespace {

struct CreateOptions {
    std::string service, type, name, content, subject, postage;
    bool unsubscribe_link = false;
};

struct UpdateOptions {
    std::string id;
    std::optional<std::string> name, content, subject, letter_contact;
    bool no_letter_contact = false, archive = false, restore = false;
};

std::optional<std::string> if_given(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

int print_version(CommandContext& context, const char* done, const templates::TemplateVersion& version) {
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("id", version.id).member("version", version.version).end_object();
        });
    } else {
        context.out << done << "\n  id       " << version.id.to_string() << "\n  version  " << version.version << "\n";
    }
    return 0;
}

int create(CommandContext& context, const CreateOptions& options) {
    Session session(context.settings);
    templates::NewTemplate text;
    text.service_id = session.service(options.service);
    text.type = *services::channel_from_text(options.type);
    text.name = options.name;
    text.content = options.content;
    text.subject = if_given(options.subject);
    text.postage = if_given(options.postage);
    text.has_unsubscribe_link = options.unsubscribe_link;
    const templates::TemplateStore templates(session.clock, session.ids);
    const auto made =
        granted(session.store().write_now([&](db::Transaction& tx) { return templates.create(tx, text); }));
    return print_version(context, "Made the template", made);
}

int update(CommandContext& context, const UpdateOptions& options) {
    Session session(context.settings);
    const Uuid id = parse_id(options.id, "the template");
    const templates::TemplateStore templates(session.clock, session.ids);
    templates::TemplateChange change;
    change.name = options.name;
    change.content = options.content;
    change.subject = options.subject;
    if (options.archive) change.archived = true;
    if (options.restore) change.archived = false;
    if (options.letter_contact) change.letter_contact_id = parse_id(*options.letter_contact, "the return address");
    if (options.no_letter_contact) change.letter_contact_id = std::optional<Uuid>();
    const auto changed = granted(session.store().write_now(
        [&](db::Transaction& tx) -> std::variant<templates::TemplateVersion, services::Refusal> {
            const auto service = templates::find_template_owner(tx, id);
            if (!service) return services::Refusal{"there is no template " + id.to_string()};
            return templates.update(tx, *service, id, change);
        }));
    return print_version(context, "The template is now", changed);
}

void print_list(std::ostream& out, const std::vector<templates::TemplatePtr>& all) {
    print_json(out, [&](JsonWriter& writer) {
        writer.begin_object().key("templates").begin_array();
        for (const auto& one : all)
            writer.begin_object()
                .member("id", one->id)
                .member("type", services::to_text(one->type))
                .member("name", one->name)
                .member("version", one->version)
                .member("subject", one->subject)
                .member("content", one->content)
                .member("created_at", one->created_at)
                .member("updated_at", one->updated_at)
                .end_object();
        writer.end_array().end_object();
    });
}

int list(CommandContext& context, const std::string& which) {
    Session session(context.settings);
    const Uuid service = session.service(which);
    const auto all =
        session.store().read_now([&](db::Transaction& tx) { return templates::list_templates(tx, service); });
    if (context.json) {
        print_list(context.out, all);
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& one : all)
        rows.push_back({one->id.to_string(), std::string(services::to_text(one->type)), std::to_string(one->version),
                        short_time(one->updated_at.value_or(one->created_at)), one->name});
    print_table(context.out, {"ID", "TYPE", "VERSION", "CHANGED (UTC)", "NAME"}, rows);
    return 0;
}

void add_create(CommandRegistry& commands, CLI::App& group) {
    auto options = std::make_shared<CreateOptions>();
    CLI::App& command = commands.add(group, "create", "Makes a template",
                                     "herald template create --service \"Pay a fine\" --type sms --name Reminder "
                                     "--content \"Dear ((name)), please pay by ((date)).\"");
    command.add_option("--service", options->service, "The service it is for, id or name")
        ->required()
        ->type_name("SERVICE");
    command.add_option("--type", options->type, "sms, email or letter")
        ->required()
        ->check(CLI::IsMember({"sms", "email", "letter"}))
        ->type_name("TYPE");
    command.add_option("--name", options->name, "Its name")->required()->type_name("NAME");
    command.add_option("--content", options->content, "Its text, with ((placeholders))")->required()->type_name("TEXT");
    command.add_option("--subject", options->subject, "Subject of an email, heading of a letter")->type_name("TEXT");
    command.add_option("--postage", options->postage, "Of a letter: first, second or economy")->type_name("POSTAGE");
    command.add_flag("--unsubscribe-link", options->unsubscribe_link, "Emails carry a link to unsubscribe");
    commands.on(command, [options](CommandContext& context) { return create(context, *options); });
}

void add_update(CommandRegistry& commands, CLI::App& group) {
    auto options = std::make_shared<UpdateOptions>();
    CLI::App& command =
        commands.add(group, "update", "Makes a new version of a template; what is not given stays",
                     "herald template update f33517ff-2a88-4f6e-b855-c550268ce08a --content \"Dear ((name)), …\"");
    command.add_option("template,--id", options->id, "Its id")->required();
    command.add_option("--name", options->name, "New name")->type_name("NAME");
    command.add_option("--content", options->content, "New text")->type_name("TEXT");
    command.add_option("--subject", options->subject, "New subject")->type_name("TEXT");
    auto* contact = command.add_option("--letter-contact", options->letter_contact,
                                       "Return address of a letter, as `herald letter-contact list` shows it");
    contact->type_name("ID");
    command.add_flag("--no-letter-contact", options->no_letter_contact, "Letters carry no return address")
        ->excludes(contact);
    auto* archive = command.add_flag("--archive", options->archive, "Nothing can be sent with it any more");
    command.add_flag("--restore", options->restore, "It can be sent with again")->excludes(archive);
    commands.on(command, [options](CommandContext& context) { return update(context, *options); });
}

}  // namespace

void add_template_commands(CommandRegistry& commands) {
    CLI::App& group = commands.add_group("template", "Makes, changes and lists templates");
    add_create(commands, group);
    add_update(commands, group);
    add_template_files(commands, group);
    auto service = std::make_shared<std::string>();
    CLI::App& listing =
        commands.add(group, "list", "Lists a service's templates", "herald template list --service \"Pay a fine\"");
    listing.add_option("--service", *service, "Id or name")->required()->type_name("SERVICE");
    commands.on(listing, [service](CommandContext& context) { return list(context, *service); });
}

}  // namespace herald::app
