// herald check-config
#include <CLI/CLI.hpp>

#include "app/commands/commands.h"
#include "base/json_writer.h"

namespace herald::app {
namespace {

constexpr int wrong = 2;

void print_as_json(CommandContext& context) {
    print_json(context.out, [&](JsonWriter& writer) {
        writer.begin_object();
        if (!context.loaded.errors.empty()) {
            writer.key("errors").begin_array();
            for (const auto& error : context.loaded.errors) writer.value(error);
            writer.end_array();
        } else {
            writer.key("settings").begin_object();
            for (const auto& setting : settings_table()) {
                const std::string value = setting.show(context.settings);
                writer.member(setting.name, setting.secret && !value.empty() ? "(set)" : value);
            }
            writer.end_object().key("origins").begin_object();
            for (const auto& [name, origin] : context.loaded.origins) writer.member(name, origin);
            writer.end_object();
        }
        writer.end_object();
    });
}

int check(CommandContext& context) {
    const auto& errors = context.loaded.errors;
    if (context.json) {
        print_as_json(context);
        return errors.empty() ? 0 : wrong;
    }
    if (errors.empty()) {
        context.out << describe_settings(context.loaded);
        return 0;
    }
    std::string text;
    for (const auto& error : errors) text += (text.empty() ? "" : "\n") + error;
    throw UsageError(text);
}

}  // namespace

void add_check_config_command(CommandRegistry& commands) {
    auto example = std::make_shared<bool>(false);
    CLI::App& command =
        commands.add(commands.root(), "check-config", "Shows the settings in force, or what is wrong with them",
                     "herald check-config --config /etc/herald.toml");
    command.add_flag("--example", *example, "Print a settings file with every setting explained");
    commands.on_any_settings(command, [example](CommandContext& context) {
        if (!*example) return check(context);
        context.out << example_settings_file();
        return 0;
    });
}

}  // namespace herald::app
