#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "base/settings.h"

namespace CLI {
class App;
}

namespace herald::app {

/// Ends a command with its lines on standard error, usually one. Exit code 1: it failed; 2: it was called wrongly.
class CommandError : public std::runtime_error {
public:
    explicit CommandError(const std::string& message, int code = 1) : std::runtime_error(message), exit_code(code) {}
    int exit_code;
};
/// The caller's mistake: exit code 2.
class UsageError : public CommandError {
public:
    explicit UsageError(const std::string& message) : CommandError(message, 2) {}
};

/// What every command is given when it runs.
struct CommandContext {
    Settings settings;
    LoadedSettings loaded;  ///< with origins, for check-config
    std::ostream& out;
    bool json = false;  ///< `--json`: one JSON object on `out` instead of text for people
};

/// What `--json` prints: one line, which `write` fills.
void print_json(std::ostream& out, const std::function<void(JsonWriter&)>& write);

/// Returns the process's exit code. Throws CommandError, or anything else, which is reported in one line.
using CommandAction = std::function<int(CommandContext&)>;

/// Collects commands while CLI11 sees them only in the .cc files that add them:
///
///     void add_serve(CommandRegistry& commands) {
///         auto options = std::make_shared<ServeOptions>();
///         CLI::App& serve = commands.add(commands.root(), "serve", "Runs the server", "herald serve --listen …");
///         serve.add_flag("--once", options->once);
///         commands.on(serve, [options](CommandContext& context) { return run(context, *options); });
///     }
///
/// Every command takes the settings' flags and `--json`.
class CommandRegistry {
public:
    CommandRegistry();
    ~CommandRegistry();

    CLI::App& root();
    /// `example` is printed below the command's help.
    CLI::App& add(CLI::App& parent, const std::string& name, const std::string& description,
                  const std::string& example = {});
    /// A command that only groups others (`service`): called by itself it prints its help and exits with 2.
    CLI::App& add_group(const std::string& name, const std::string& description);
    void on(CLI::App& command, CommandAction action);
    /// As `on`, for a command that must see settings that do not load (`check-config`).
    void on_any_settings(CLI::App& command, CommandAction action);

    /// Parses and runs; never throws.
    int run(int argc, const char* const* argv, std::ostream& out, std::ostream& errors);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Every command of the program, in the order of `herald --help`. Each adds itself in a file of src/app/commands.
void add_all_commands(CommandRegistry& commands);

}  // namespace herald::app
