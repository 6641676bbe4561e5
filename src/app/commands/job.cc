// herald job: send | status | cancel | list. Spreadsheets that become messages.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <thread>

#include "app/commands/commands.h"
#include "app/commands/job_send.h"
#include "app/commands/session.h"

namespace herald::app {
namespace {

using jobs::Job;
using jobs::JobStatus;

struct Options {
    std::string service, job;
    bool wait = false;
};

std::vector<jobs::StatusCount> statistics_of(Session& session, const Job& job) {
    return session.store().read_now([&](db::Transaction& tx) { return jobs::job_statistics(tx, {&job, 1}).front(); });
}

Job find(Session& session, const Uuid& service, const Uuid& id) {
    auto found = session.store().read_now([&](db::Transaction& tx) { return jobs::find_job(tx, service, id); });
    if (!found) throw CommandError("the service has no job " + id.to_string());
    return std::move(*found);
}

bool is_over(const Job& job) {
    switch (job.status) {
        case JobStatus::pending:
        case JobStatus::scheduled:
        case JobStatus::in_progress:
        case JobStatus::error:
            return false;
        default:
            return true;
    }
}

std::int64_t rows_done(const Job& job) {
    return job.stored_rows + job.skipped_rows;
}

/// `[#####-----]  50 %  50,000 of 100,000`.
std::string progress_bar(const Job& job) {
    constexpr std::int64_t width = 40;
    const std::int64_t all = std::max<std::int64_t>(1, job.notification_count);
    const auto filled = static_cast<std::size_t>(std::min(width, width * rows_done(job) / all));
    return fmt::format("[{}{}] {:3} %  {} of {} rows", std::string(filled, '#'),
                       std::string(static_cast<std::size_t>(width) - filled, '-'),
                       std::min<std::int64_t>(100, 100 * rows_done(job) / all), rows_done(job), job.notification_count);
}

void write_job(JsonWriter& json, const Job& job, const std::vector<jobs::StatusCount>& statistics) {
    json.begin_object()
        .member("id", job.id)
        .member("service_id", job.service_id)
        .member("template_id", job.template_id)
        .member("template_version", job.template_version)
        .member("original_file_name", job.original_file_name)
        .member("status", to_text(job.status))
        .member("rows", job.notification_count)
        .member("stored", job.stored_rows)
        .member("skipped", job.skipped_rows)
        .member("created_at", job.created_at)
        .member("scheduled_for", job.scheduled_for)
        .member("processing_started", job.processing_started)
        .member("processing_finished", job.processing_finished);
    json.key("statistics").begin_object();
    for (const auto& one : statistics) json.member(to_text(one.status), one.count);
    json.end_object().end_object();
}

int status(CommandContext& context, const Options& options) {
    Session session(context.settings);
    Job job = find(session, session.service(options.service), parse_id(options.job, "--job"));
    if (options.wait) job = follow_job(context, session, job);
    show_job(context, session, job);
    return 0;
}

int cancel(CommandContext& context, const Options& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    const Job job = find(session, service, parse_id(options.job, "--job"));
    const bool cancelled = session.store().write_now(
        [&](db::Transaction& tx) { return jobs::cancel_scheduled_job(tx, service, job.id, session.clock.now()); });
    if (!cancelled)
        throw CommandError("only a scheduled job can be cancelled; this one is " +
                           std::string(to_text(find(session, service, job.id).status)));
    show_job(context, session, find(session, service, job.id));
    return 0;
}

int list(CommandContext& context, const Options& options) {
    Session session(context.settings);
    const Uuid service = session.service(options.service);
    const auto page =
        session.store().read_now([&](db::Transaction& tx) { return jobs::list_jobs(tx, service, jobs::JobFilter{}); });
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) {
            json.begin_object().member("total", page.total).key("jobs").begin_array();
            for (const Job& job : page.jobs) write_job(json, job, statistics_of(session, job));
            json.end_array().end_object();
        });
        return 0;
    }
    std::vector<std::vector<std::string>> rows;
    for (const Job& job : page.jobs)
        rows.push_back({job.id.to_string(), short_time(job.starts_at()), std::string(to_text(job.status)),
                        std::to_string(job.notification_count), job.original_file_name});
    print_table(context.out, {"ID", "STARTS", "STATUS", "ROWS", "FILE"}, rows);
    return 0;
}

}  // namespace

void show_job(CommandContext& context, Session& session, const Job& job) {
    const auto statistics = statistics_of(session, job);
    if (context.json) {
        print_json(context.out, [&](JsonWriter& json) { write_job(json, job, statistics); });
        return;
    }
    context.out << job.original_file_name << "\n  id        " << job.id.to_string() << "\n  status    "
                << to_text(job.status) << "\n  rows      " << rows_done(job) << " of " << job.notification_count;
    if (job.skipped_rows > 0) context.out << ", " << job.skipped_rows << " of them skipped";
    context.out << "\n";
    if (job.scheduled_for) context.out << "  scheduled " << short_time(*job.scheduled_for) << " UTC\n";
    for (const auto& one : statistics) context.out << "  " << one.count << " " << to_text(one.status) << "\n";
}

Job follow_job(CommandContext& context, Session& session, const Job& job) {
    constexpr auto look_interval = std::chrono::milliseconds(200);
    constexpr int looks_until_hint = 50;
    const bool shows_bar = !context.json && isatty(STDOUT_FILENO) == 1;
    Job now = job;
    for (int looks = 0; !is_over(now); ++looks) {
        std::this_thread::sleep_for(look_interval);
        now = find(session, job.service_id, job.id);
        if (shows_bar) context.out << "\r" << progress_bar(now) << std::flush;
        if (looks == looks_until_hint && now.status == JobStatus::pending && !context.json)
            context.out << "\nNo process has taken it yet: it goes on when `herald serve` runs on this store.\n";
    }
    if (shows_bar) context.out << "\r" << progress_bar(now) << "\n";
    return now;
}

void add_job_commands(CommandRegistry& commands) {
    CLI::App& group = commands.add_group("job", "Sends spreadsheets, a message for each row");
    add_job_send(commands, group);

    auto shown = std::make_shared<Options>();
    CLI::App& showing = commands.add(group, "status", "Shows what has become of a job's rows",
                                     "herald job status --service \"Pay a fine\" --job ID --wait");
    showing.add_option("--service", shown->service, "Id or name")->required()->type_name("SERVICE");
    showing.add_option("--job", shown->job, "The job's id")->required()->type_name("ID");
    showing.add_flag("--wait", shown->wait, "Follow it to its end");
    commands.on(showing, [shown](CommandContext& context) { return status(context, *shown); });

    auto cancelled = std::make_shared<Options>();
    CLI::App& cancelling =
        commands.add(group, "cancel", "Cancels a scheduled job", "herald job cancel --service \"Pay a fine\" --job ID");
    cancelling.add_option("--service", cancelled->service, "Id or name")->required()->type_name("SERVICE");
    cancelling.add_option("--job", cancelled->job, "The job's id")->required()->type_name("ID");
    commands.on(cancelling, [cancelled](CommandContext& context) { return cancel(context, *cancelled); });

    auto listed = std::make_shared<Options>();
    CLI::App& listing =
        commands.add(group, "list", "Lists a service's last 50 jobs", "herald job list --service \"Pay a fine\"");
    listing.add_option("--service", listed->service, "Id or name")->required()->type_name("SERVICE");
    commands.on(listing, [listed](CommandContext& context) { return list(context, *listed); });
}

}  // namespace herald::app
