#include <CLI/CLI.hpp>

#include "app/commands/server_commands.h"
#include "app/sandbox_thread.h"
#include "app/server.h"
#include "app/stop_signals.h"

#include <semaphore>

namespace herald::app {
namespace {

int serve(CommandContext& context) {
    log::set_level(context.settings.log_level);
    // The signals are caught from the start; one that comes during start-up stops the server as soon as it runs.
    auto server = std::make_shared<HeraldServer>(context.settings);
    on_stop_signals([server] { server->stop(); });
    server->start();
    if (context.json)
        context.out << "{\"port\": " << server->port() << ", \"metrics_port\": " << server->metrics_port()
                    << ", \"sandbox_port\": " << server->sandbox_port() << "}" << std::endl;
    server->run();
    return 0;
}

int sandbox(CommandContext& context) {
    log::set_level(context.settings.log_level);
    auto stopped = std::make_shared<std::binary_semaphore>(0);
    on_stop_signals([stopped] { stopped->release(); });
    Metrics metrics;
    SandboxThread sandbox(context.settings, metrics, context.settings.api_url());
    if (context.json) context.out << "{\"port\": " << sandbox.port() << "}" << std::endl;
    else
        context.out << "The sandbox listens on port " << sandbox.port() << "; receipts go to "
                    << context.settings.api_url() << std::endl;
    stopped->acquire();
    return 0;
}

}  // namespace

void add_serve(CommandRegistry& commands) {
    CLI::App& command =
        commands.add(commands.root(), "serve",
                     "Runs the server: API, delivery, callbacks, scheduler and sandbox, or --roles of them",
                     "herald serve --listen 127.0.0.1:6011");
    commands.on(command, serve);
}

void add_sandbox(CommandRegistry& commands) {
    CLI::App& command = commands.add(commands.root(), "sandbox",
                                     "Runs only the emulators of the providers; receipts are posted to api-base-url",
                                     "herald sandbox --sandbox-listen 127.0.0.1:6300");
    commands.on(command, sandbox);
}

}  // namespace herald::app
