#include <CLI/CLI.hpp>

#include "app/command.h"

namespace herald::app {
namespace {

constexpr int failed = 1, called_wrongly = 2;

/// Flags that `herald --help` shows; the other settings would bury them.
bool is_common(std::string_view setting) {
    return setting == "data" || setting == "database-url";
}

std::string one_line(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    std::replace(text.begin(), text.end(), '\n', ' ');
    return text;
}

void print_lines(std::ostream& errors, std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        errors << "herald: " << text.substr(0, end) << "\n";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::string describe_flags() {
    std::string text =
        "Settings. Each is a flag of every command, an environment variable (--send-retries: HERALD_SEND_RETRIES) and "
        "a key\n"
        "of the TOML file; a secret may also be read from a file (--mmg-key-file, HERALD_MMG_KEY_FILE, "
        "mmg-key-file).\n";
    const Settings defaults;
    std::string_view group;
    for (const auto& setting : settings_table()) {
        if (setting.group != group) {
            group = setting.group;
            text += "\n" + std::string(group) + ":\n";
        }
        const std::string shown = setting.show(defaults);
        text += "  --" + std::string(setting.name) + " " + std::string(setting.form) + "\n      " +
                std::string(setting.help);
        if (!shown.empty()) text += " (" + shown + ")";
        text += "\n";
    }
    return text;
}

}  // namespace

void print_json(std::ostream& out, const std::function<void(JsonWriter&)>& write) {
    std::string text;
    JsonWriter writer(text);
    write(writer);
    out << text << "\n";
}

struct CommandRegistry::Impl {
    struct Action {
        CommandAction run;
        bool takes_any_settings = false;
    };
    struct Flag {
        std::string name;   ///< of the setting
        std::string value;  ///< CLI11 writes it
        CLI::Option* option = nullptr;
    };

    CLI::App root{"Herald sends email and text messages for services, and tells what became of every one."};
    std::map<const CLI::App*, Action> actions;
    std::vector<std::unique_ptr<Flag>> flags;
    bool json = false;
    bool help_settings = false;

    void add_flag(const std::string& name, const std::string& form, const std::string& help, bool shown) {
        auto flag = std::make_unique<Flag>();
        flag->name = name;
        flag->option = root.add_option("--" + name, flag->value, help)->type_name(form);
        if (!shown) flag->option->group("");
        flags.push_back(std::move(flag));
    }

    SettingValues given_flags() const {
        SettingValues values;
        for (const auto& flag : flags)
            if (flag->option->count() > 0) values[flag->name] = flag->value;
        return values;
    }

    /// The command that the words led to.
    const CLI::App* chosen() const {
        const CLI::App* app = &root;
        while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
        return app;
    }

    static std::string path_of(const CLI::App& app) {
        return app.get_parent() ? path_of(*app.get_parent()) + " " + app.get_name() : app.get_name();
    }

    /// CLI11's own words, and the nearest flag for one that is mistyped.
    std::string explain(const CLI::ParseError& error) const {
        std::string text = one_line(error.what());
        if (dynamic_cast<const CLI::ExtrasError*>(&error)) {
            std::vector<std::string> names;
            for (const auto& flag : flags) names.push_back("--" + flag->name);
            const std::vector<std::string_view> known(names.begin(), names.end());
            for (const auto& word : root.remaining(true))
                if (const auto nearest = word.starts_with("--") ? nearest_name(word, known) : std::nullopt)
                    text += "; did you mean " + std::string(*nearest) + "?";
        }
        return text + " (see " + path_of(*chosen()) + " --help)";
    }

    int run_chosen(std::ostream& out, std::ostream& errors) {
        const CLI::App* command = chosen();
        const auto found = actions.find(command);
        if (found == actions.end()) {
            errors << command->help();
            return called_wrongly;
        }
        CommandContext context{{}, load_settings(system_sources(given_flags())), out, json};
        if (!context.loaded.errors.empty() && !found->second.takes_any_settings) {
            for (const auto& error : context.loaded.errors) print_lines(errors, error);
            return called_wrongly;
        }
        context.settings = context.loaded.settings;
        return found->second.run(context);
    }
};

CommandRegistry::CommandRegistry() : impl_(std::make_unique<Impl>()) {
    CLI::App& root = impl_->root;
    root.name("herald");
    // Lets settings stand after the command: `herald serve --listen …`.
    root.fallthrough();
    root.add_flag("--json", impl_->json, "Print one JSON object instead of text for people");
    root.add_flag_callback(
        "--help-settings",
        [impl = impl_.get()] {
            impl->help_settings = true;
            throw CLI::Success();
        },
        "Explain every setting and end");
    impl_->add_flag("config", "FILE", "TOML file with settings; otherwise DATA/herald.toml", true);
    for (const auto& setting : settings_table()) {
        const std::string name(setting.name), help(setting.help);
        impl_->add_flag(name, std::string(setting.form), help, is_common(name));
        if (setting.secret) impl_->add_flag(name + "-file", "FILE", help + ", in a file", false);
    }
    root.footer(
        "Every command has --help with an example, and takes every setting as a flag: see herald --help-settings.");
}

CommandRegistry::~CommandRegistry() = default;

CLI::App& CommandRegistry::root() {
    return impl_->root;
}

CLI::App& CommandRegistry::add(CLI::App& parent, const std::string& name, const std::string& description,
                               const std::string& example) {
    CLI::App& command = *parent.add_subcommand(name, description);
    std::string footer = example.empty() ? "" : "Example:\n  " + example + "\n\n";
    footer += "Takes --json, --data DIR, --database-url URL and the other settings too: see herald --help-settings.";
    command.footer(footer);
    return command;
}

CLI::App& CommandRegistry::add_group(const std::string& name, const std::string& description) {
    return *impl_->root.add_subcommand(name, description);
}

void CommandRegistry::on(CLI::App& command, CommandAction action) {
    impl_->actions[&command] = {std::move(action), false};
}

void CommandRegistry::on_any_settings(CLI::App& command, CommandAction action) {
    impl_->actions[&command] = {std::move(action), true};
}

int CommandRegistry::run(int argc, const char* const* argv, std::ostream& out, std::ostream& errors) {
    try {
        impl_->root.parse(argc, argv);
        return impl_->run_chosen(out, errors);
    } catch (const CLI::Success& asked) {
        // --help, --version and their like.
        if (!impl_->help_settings) return impl_->root.exit(asked, out, errors);
        out << describe_flags();
        return 0;
    } catch (const CLI::ParseError& error) {
        errors << "herald: " << impl_->explain(error) << "\n";
        return called_wrongly;
    } catch (const CommandError& error) {
        print_lines(errors, error.what());
        return error.exit_code;
    } catch (const std::exception& error) {
        errors << "herald: " << one_line(error.what()) << "\n";
        return failed;
    }
}

}  // namespace herald::app
