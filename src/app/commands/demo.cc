#include <unistd.h>
#include <CLI/CLI.hpp>

#include "app/commands/server_commands.h"
#include "app/demo.h"
#include "app/server.h"
#include "app/stop_signals.h"

namespace herald::app {
namespace {

struct DemoOptions {
    bool once = false;
    std::size_t messages = 1000;
};

struct DemoRun {
    bool finished = false;
    bool all_as_expected = false;
};

Task<void> run_demo(Demo& demo, HeraldServer& server, bool once, std::ostream& out, DemoRun& result) {
    try {
        result.all_as_expected = co_await demo.run();
        result.finished = true;
        if (!result.all_as_expected)
            out << "\nSome messages did not reach the status they should; see the table." << std::endl;
    } catch (const std::exception& error) {
        out << "\nThe demo failed: " << error.what() << std::endl;
    }
    if (once) server.stop();
    else out << "Herald goes on serving; Ctrl-C stops it." << std::endl;
}

int demo(CommandContext& context, const DemoOptions& options) {
    log::set_level(log::Level::warning);
    Settings settings = context.settings;
    if (settings.callbacks_allow_http == PlainHttpCallbacks::off)
        settings.callbacks_allow_http = PlainHttpCallbacks::loopback;
    Metrics metrics;
    SystemClock clock;
    RandomIdSource ids(clock);
    auto server = std::make_shared<HeraldServer>(settings);
    on_stop_signals([server] { server->stop(); });
    DemoService service;
    {
        Installation installation = open_installation(settings, metrics, clock.now());
        service = prepare_demo(installation, settings, clock, ids);
        installation.store->stop();
    }
    server->start();
    http::Client client(server->loop(), metrics, {});
    Demo::Options demo_options;
    demo_options.api_url = "http://" + ListenAddress{settings.listen.host, server->port()}.to_string();
    demo_options.messages = options.messages;
    demo_options.draws_bar = isatty(STDOUT_FILENO) == 1;
    Demo one(server->loop(), client, clock, service, demo_options, context.out);
    DemoRun result;
    server->loop().post([&] { spawn(run_demo(one, *server, options.once, context.out, result)); });
    server->run();
    client.stop();
    return options.once && !(result.finished && result.all_as_expected) ? 1 : 0;
}

}  // namespace

void add_demo(CommandRegistry& commands) {
    auto options = std::make_shared<DemoOptions>();
    CLI::App& command =
        commands.add(commands.root(), "demo",
                     "Serves, sends 1,000 messages through its own API to the sandbox, and shows what became of them",
                     "herald demo --once");
    command.add_flag("--once", options->once,
                     "Stops after the messages; exit code 1 when one did not reach the status it should");
    command.add_option("--messages", options->messages, "How many to send");
    commands.on(command, [options](CommandContext& context) { return demo(context, *options); });
}

}  // namespace herald::app
