// herald template attach | detach | files: what email templates carry.
#include "app/commands/template_files.h"

#include <CLI/CLI.hpp>

#include <filesystem>

#include "app/commands/session.h"
#include "app/files.h"
#include "app/run_on_loop.h"
#include "base/json.h"
#include "services/service_store.h"
#include "templates/email_file_store.h"
#include "templates/template_store.h"

namespace herald::app {
namespace {

struct AttachOptions {
    std::string id, file, name, link_text;
    int retention_weeks = 1;
    bool confirms_email = true;
};

struct DetachOptions {
    std::string id, name;
};

templates::TemplatePtr find(Session& session, const std::string& id) {
    const Uuid wanted = parse_id(id, "the template");
    auto found = session.store().read_now([&](db::Transaction& tx) -> templates::TemplatePtr {
        const auto service = templates::find_template_owner(tx, wanted);
        return service ? templates::find_template(tx, *service, wanted) : nullptr;
    });
    if (found == nullptr) throw CommandError("there is no template " + id);
    return found;
}

/// The words of a refusal that was made for clients of the API.
[[noreturn]] void refuse(const http::Response& refusal) {
    const auto body = JsonDocument::parse(refusal.body);
    throw CommandError(body ? std::string((*body)["errors"][0]["message"].text()) : refusal.body);
}

/// Checks the content as every message will, and stores it: the row first, so that no object is without one.
Task<std::variant<Uuid, http::Response>> store_file(Session& session, Loop& loop, Files& files,
                                                    const templates::NewEmailFile& file, objects::Content content) {
    const auto service = session.store().read_now([&](db::Transaction& tx) {
        return services::load_service(tx, session.sealer(), file.service_id, session.clock.now());
    });
    documents::FileTerms terms{file.filename, false, file.confirms_email, file.retention_weeks};
    auto checked = co_await files.uploader().check(service, std::move(terms), content);
    if (auto* refusal = std::get_if<http::Response>(&checked)) co_return std::move(*refusal);

    const templates::EmailFileStore all(session.clock, session.ids);
    const Uuid id =
        co_await session.store().write(loop, [&](db::Transaction& tx) { return granted(all.add(tx, file)); });
    co_await files.objects().put(templates::email_file_object_name(file.service_id, id), content);
    co_await session.store().write(loop, [&](db::Transaction& tx) { granted(all.publish(tx, file.service_id, id)); });
    co_return id;
}

int attach(CommandContext& context, const AttachOptions& options) {
    Session session(context.settings);
    const auto source = find(session, options.id);
    templates::NewEmailFile file;
    file.service_id = source->service_id;
    file.template_id = source->id;
    file.filename = options.name.empty() ? std::filesystem::path(options.file).filename().string() : options.name;
    if (!options.link_text.empty()) file.link_text = options.link_text;
    file.retention_weeks = options.retention_weeks;
    file.confirms_email = options.confirms_email;
    http::AsioLoop loop;
    http::Client client(loop, session.metrics, {});
    Files files(context.settings, {session.store(), loop, session.clock, session.ids, session.metrics, client});
    const auto content = std::make_shared<const std::string>(read_file(options.file));
    const auto stored = run_on_loop(loop, store_file(session, loop, files, file, content));
    if (const auto* refusal = std::get_if<http::Response>(&stored)) refuse(*refusal);
    const Uuid id = std::get<Uuid>(stored);

    const auto names = source->placeholders();
    const bool is_named = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return content::is_same_name(name, file.filename);
    });
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("id", id).member("filename", file.filename).member("is_named", is_named);
            json.end_object();
        });
        return 0;
    }
    context.out << "Attached\n  id    " << id.to_string() << "\n  name  " << file.filename << "\n";
    if (!is_named)
        context.out << "The template does not say yet where its link goes: put ((" << file.filename << ")) there\n";
    return 0;
}

int detach(CommandContext& context, const DetachOptions& options) {
    Session session(context.settings);
    const auto source = find(session, options.id);
    const templates::EmailFileStore all(session.clock, session.ids);
    const std::int64_t version = granted(session.store().write_now(
        [&](db::Transaction& tx) { return all.remove(tx, source->service_id, source->id, options.name); }));
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("id", source->id).member("version", version).end_object();
        });
    } else {
        context.out << "The template is now\n  id       " << source->id.to_string() << "\n  version  " << version
                    << "\n";
    }
    return 0;
}

int list(CommandContext& context, const std::string& id) {
    Session session(context.settings);
    const auto source = find(session, id);
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().key("files").begin_array();
            for (const auto& file : source->files)
                json.begin_object()
                    .member("id", file.id)
                    .member("filename", file.filename)
                    .member("link_text", file.link_text)
                    .member("retention_period", file.retention_weeks)
                    .member("validate_users_email", file.confirms_email)
                    .end_object();
            json.end_array().end_object();
        });
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& file : source->files)
        rows.push_back({file.id.to_string(), std::to_string(file.retention_weeks), file.confirms_email ? "yes" : "no",
                        file.filename, file.link_text.value_or("")});
    print_table(context.out, {"ID", "WEEKS", "ASKS FOR EMAIL", "NAME", "LINK TEXT"}, rows);
    return 0;
}

}  // namespace

void add_template_files(CommandRegistry& commands, CLI::App& group) {
    auto attached = std::make_shared<AttachOptions>();
    CLI::App& attaching = commands.add(group, "attach", "Attaches a file to an email template: every email links to it",
                                       "herald template attach --id ID --file invitation.pdf --link-text \"your "
                                       "invitation\" --retention-weeks 4");
    attaching.add_option("template,--id", attached->id, "The template's id")->required();
    attaching.add_option("--file", attached->file, "The file, at most 2 MB")->required()->type_name("PATH");
    attaching
        .add_option("--name", attached->name, "Its name; ((its name)) stands where the link goes; default: the file's")
        ->type_name("NAME");
    attaching.add_option("--link-text", attached->link_text, "What the link says; default: the link itself")
        ->type_name("TEXT");
    attaching.add_option("--retention-weeks", attached->retention_weeks, "For how long it can be downloaded")
        ->check(CLI::Range(1, templates::email_file_weeks_max))
        ->capture_default_str()
        ->type_name("N");
    attaching.add_flag("--confirm-email,!--no-confirm-email", attached->confirms_email,
                       "Whether recipients have to say what their email address is; default: they have to");
    commands.on(attaching, [attached](CommandContext& context) { return attach(context, *attached); });

    auto detached = std::make_shared<DetachOptions>();
    CLI::App& detaching = commands.add(group, "detach", "Takes a file from an email template, in a new version of it",
                                       "herald template detach --id ID --name invitation.pdf");
    detaching.add_option("template,--id", detached->id, "The template's id")->required();
    detaching.add_option("--name", detached->name, "The file's name")->required()->type_name("NAME");
    commands.on(detaching, [detached](CommandContext& context) { return detach(context, *detached); });

    auto id = std::make_shared<std::string>();
    CLI::App& listing =
        commands.add(group, "files", "Lists the files of an email template", "herald template files --id ID");
    listing.add_option("template,--id", *id, "The template's id")->required();
    commands.on(listing, [id](CommandContext& context) { return list(context, *id); });
}

}  // namespace herald::app
