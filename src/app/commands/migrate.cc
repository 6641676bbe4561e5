// herald migrate
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "app/installation.h"
#include "base/clock.h"
#include "base/json_writer.h"
#include "db/migrate.h"

namespace herald::app {
namespace {

int migrate(CommandContext& context, bool only_look) {
    log::set_level(std::max(context.settings.log_level, log::Level::warning));
    Metrics metrics;
    const auto store = open_store(context.settings, metrics);
    const auto names = only_look ? db::pending_migrations(*store) : db::migrate(*store, SystemClock().now());
    const auto version = db::schema_version(*store);
    store->stop();
    if (context.json) {
        print_json(context.out, [&](JsonWriter& writer) {
            writer.begin_object().member("version", version).key(only_look ? "pending" : "applied").begin_array();
            for (const auto& name : names) writer.value(name);
            writer.end_array().end_object();
        });
        return 0;
    }
    for (const auto& name : names) context.out << (only_look ? "pending  " : "applied  ") << name << "\n";
    if (names.empty()) context.out << "Nothing to do\n";
    context.out << "The schema is at " << version.value_or("nothing yet") << "\n";
    return 0;
}

}  // namespace

void add_migrate_command(CommandRegistry& commands) {
    auto only_look = std::make_shared<bool>(false);
    CLI::App& command = commands.add(commands.root(), "migrate", "Brings the store's schema up to date",
                                     "herald migrate --database-url postgresql://herald@localhost/herald");
    command.add_flag("--pending", *only_look, "Only tell what would be done");
    commands.on(command, [only_look](CommandContext& context) { return migrate(context, *only_look); });
}

}  // namespace herald::app
