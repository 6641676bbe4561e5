#include <CLI/CLI.hpp>

#include "app/commands/server_commands.h"
#include "app/commands/session.h"
#include "app/files.h"
#include "app/run_on_loop.h"
#include "app/stage_options.h"
#include "app/tasks.h"
#include "base/json_writer.h"
#include "schedule/scheduler.h"

namespace herald::app {
namespace {

/// The registry with what its tasks work on, for one command.
struct TaskBench {
    explicit TaskBench(const Settings& settings)
        : session(settings),
          lease(session.store(), loop, session.clock, session.ids, session.metrics, {}),
          receipts(session.store(), loop, session.clock, session.ids, session.metrics, session.sealer(), lease, nullptr,
                   {}, {}),
          client(loop, session.metrics, {}),
          files(settings, {session.store(), loop, session.clock, session.ids, session.metrics, client}),
          balancer({session.store(), loop, session.clock, session.metrics}, balance_rules(settings)),
          parts{session.store(),
                loop,
                session.sealer(),
                session.ids,
                session.metrics,
                receipts,
                files.objects(),
                0,
                callback_log_limits(settings),
                balancer,
                time_out_options(settings),
                replay_options(settings),
                std::chrono::hours(settings.smtp_settle_hours),
                text_parts_wait(settings),
                own_service(settings)} {
        add_all_tasks(registry, parts);
    }

    http::AsioLoop loop;
    Session session;
    workers::Lease lease;
    receipts::Receipts receipts;
    http::Client client;
    Files files;
    balancing::Balancer balancer;
    TaskParts parts;
    schedule::Registry registry;
};

int list(CommandContext& context) {
    TaskBench bench(context.settings);
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("tasks").begin_array();
    for (const auto& task : bench.registry.all()) {
        if (!context.json) context.out << task.due.text() << "\t" << task.name << "\n\t\t" << task.description << "\n";
        json.begin_object()
            .member("name", task.name)
            .member("schedule", task.due.text())
            .member("description", task.description)
            .end_object();
    }
    json.end_array().end_object();
    if (context.json) context.out << text << "\n";
    return 0;
}

int run(CommandContext& context, const std::string& name, const std::string& at_text) {
    TaskBench bench(context.settings);
    const auto* task = bench.registry.find(name);
    if (task == nullptr) throw UsageError("there is no task " + name + "; `herald task list` shows them all");
    Timestamp at = bench.session.clock.now();
    if (!at_text.empty()) {
        const auto parsed = Timestamp::parse_iso(at_text);
        if (!parsed) throw UsageError("--at " + at_text + " is not an instant such as 2026-11-22T00:05:00Z");
        at = *parsed;
    }
    const std::string result =
        run_on_loop(bench.loop, schedule::run_task(*task, at, bench.session.clock, bench.session.metrics));
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("task", name).member("at", at).member("result", result).end_object();
        });
    } else {
        context.out << name << " for " << at.to_iso() << ": " << result << "\n";
    }
    return 0;
}

}  // namespace

void add_task(CommandRegistry& commands) {
    CLI::App& group = commands.add_group("task", "Shows the scheduled tasks, and runs one by hand");
    CLI::App& list_command = commands.add(group, "list", "Every task with its schedule (UTC)", "herald task list");
    commands.on(list_command, list);

    struct RunOptions {
        std::string name, at;
    };
    auto options = std::make_shared<RunOptions>();
    CLI::App& run_command =
        commands.add(group, "run", "Runs a task now, or for the instant --at; running it twice does no harm",
                     "herald task run timeout-sending-notifications --at 2026-11-22T00:05:00Z");
    run_command.add_option("name", options->name, "The task's name")->required();
    run_command.add_option("--at", options->at, "The instant it is run for, in UTC");
    commands.on(run_command, [options](CommandContext& context) { return run(context, options->name, options->at); });
}

}  // namespace herald::app
