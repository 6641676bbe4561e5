#include "app/commands/job_send.h"

#include <unistd.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "app/commands/session.h"
#include "app/files.h"
#include "app/run_on_loop.h"
#include "base/london.h"
#include "jobs/file_check.h"
#include "jobs/row_drafter.h"
#include "services/find_by_id.h"
#include "services/service_store.h"
#include "spreadsheets/table_report.h"
#include "spreadsheets/upload.h"
#include "templates/template_store.h"

namespace herald::app {
namespace {

using services::Channel;
using spreadsheets::TableReport;

/// As much of a cell or of a column's name as is shown.
constexpr std::size_t cell_length_max = 60;

struct SendOptions {
    std::string service, template_id, file, schedule, sender;
    bool yes = false;
    bool despite_errors = false;
    bool no_wait = false;
};

/// What is to be sent, looked through and not stored yet.
struct Upload {
    jobs::NewJob job;
    std::string csv;  ///< in the stored form
    TableReport report;
};

std::string stored_csv(const SendOptions& options, const std::string& file_name) {
    auto stored =
        spreadsheets::to_stored_csv(read_file(options.file), file_name, spreadsheets::UploadForm::any_delimiter);
    if (const auto* error = std::get_if<spreadsheets::UploadError>(&stored))
        throw CommandError(std::string(message(*error)));
    return std::get<std::string>(std::move(stored));
}

/// Within the next 7 days; London time where no offset is given.
std::optional<Timestamp> scheduled_for(const SendOptions& options, Timestamp now) {
    constexpr Duration horizon = std::chrono::hours(24 * 7);
    if (options.schedule.empty()) return std::nullopt;
    const auto instant = parse_london_time(options.schedule);
    if (!instant) throw UsageError("--schedule must be a time such as 2026-12-24T09:00 or 2026-12-24T09:00Z");
    if (*instant < now) throw UsageError("--schedule is in the past");
    if (*instant > now + horizon) throw UsageError("--schedule can be at most 7 days from now");
    return instant;
}

/// Throws CommandError when the service has no such sender: the default must not step in for a mistake.
std::optional<Uuid> chosen_sender(const SendOptions& options, const services::Service& service, Channel channel) {
    if (options.sender.empty()) return std::nullopt;
    const Uuid id = parse_id(options.sender, "--sender");
    const bool is_sms = channel == Channel::sms;
    const bool is_there = is_sms ? services::find_by_id(service.sms_senders, id) != nullptr
                                 : services::find_by_id(service.reply_tos, id) != nullptr;
    if (!is_there)
        throw CommandError(std::string("the service has no ") + (is_sms ? "SMS sender " : "reply-to address ") +
                           id.to_string());
    return id;
}

Upload prepare(Session& session, const SendOptions& options) {
    const Timestamp now = session.clock.now();
    const Uuid service_id = session.service(options.service);
    const Uuid template_id = parse_id(options.template_id, "--template");
    const auto [service, source] = session.store().read_now([&](db::Transaction& tx) {
        return std::pair{services::load_service(tx, session.sealer(), service_id, now),
                         templates::find_template(tx, service_id, template_id)};
    });
    if (!service->active) throw CommandError("the service is inactive");
    if (source == nullptr) throw CommandError("the service has no template " + options.template_id);
    if (source->archived) throw CommandError("the template has been deleted");
    if (source->type == Channel::letter) throw CommandError("letters cannot be sent yet");

    Upload upload;
    upload.job.id = session.ids.next_random();
    upload.job.service_id = service_id;
    upload.job.template_id = template_id;
    upload.job.template_version = source->version;
    upload.job.channel = source->type;
    upload.job.original_file_name =
        spreadsheets::stored_file_name(std::filesystem::path(options.file).filename().string());
    upload.job.scheduled_for = scheduled_for(options, now);
    upload.job.sender_id = chosen_sender(options, *service, source->type);
    upload.csv = stored_csv(options, std::filesystem::path(options.file).filename().string());

    jobs::Job job;
    job.channel = source->type;
    const jobs::RowDrafter drafter(job, service, source);
    const Timestamp starts_at = upload.job.scheduled_for.value_or(now);
    const auto state = session.store().read_now([&](db::Transaction& tx) {
        return jobs::read_sending_state(tx, *service, *source, upload.job.original_file_name, now, starts_at);
    });
    upload.report = check_table(upload.csv, drafter.rules(), state);
    upload.job.notification_count = static_cast<std::int64_t>(upload.report.row_count);
    return upload;
}

std::string shown(const spreadsheets::ShownRow::Cell& cell) {
    std::string text;
    for (const auto& value : cell.values) text += (text.empty() ? "" : ", ") + printable(value, cell_length_max);
    if (!cell.error.empty()) text += (text.empty() ? "" : " ") + ("<- " + cell.error);
    return text;
}

void print_rows(std::ostream& out, const TableReport& report, std::size_t rows_max) {
    std::vector<std::string> headings{"ROW"};
    for (const auto& name : report.column_names) headings.push_back(printable(name, cell_length_max));
    headings.emplace_back("");
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : report.rows) {
        if (rows.size() == rows_max) break;
        std::vector<std::string> cells{std::to_string(row.number)};
        for (const auto& cell : row.cells) cells.push_back(shown(cell));
        cells.resize(headings.size());
        if (!row.error.empty()) cells.back() = "<- " + row.error;
        rows.push_back(std::move(cells));
    }
    if (!rows.empty()) print_table(out, headings, rows);
}

/// What is wrong, in the words of the website; with the rows that it is about.
[[noreturn]] void refuse(std::ostream& out, const TableReport& report) {
    constexpr std::size_t rows_shown = 50;
    std::string why;
    if (report.file_error) {
        why = report.file_error->heading;
        for (const auto& text : report.file_error->text) why += "\n" + printable(text);
    } else {
        print_rows(out, report, rows_shown);
        why = report.summary->heading + "\n" + report.summary->sentence;
        for (const auto& item : report.summary->items) why += "\n- " + item;
    }
    throw CommandError(why);
}

void confirm(CommandContext& context, const Upload& upload, bool yes) {
    constexpr std::size_t rows_shown = 5;
    if (!context.json) {
        print_rows(context.out, upload.report, rows_shown);
        const auto rest = upload.report.row_count - std::min(upload.report.row_count, rows_shown);
        if (rest > 0) context.out << "… and " << rest << " more\n";
    }
    if (yes) return;
    if (isatty(STDIN_FILENO) == 0) throw UsageError("--yes is needed where nobody can be asked");
    context.out << "Send " << upload.report.row_count << " messages"
                << (upload.job.scheduled_for ? " on " + short_time(*upload.job.scheduled_for) + " UTC" : "")
                << "? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "y" && answer != "Y" && answer != "yes") throw CommandError("nothing has been sent");
}

/// The file first, then the job: a job that is there can be processed.
jobs::Job store(const Settings& settings, Session& session, Upload& upload) {
    http::AsioLoop loop;
    http::Client client(loop, session.metrics, {});
    Files files(settings, {session.store(), loop, session.clock, session.ids, session.metrics, client});
    const auto content = std::make_shared<const std::string>(std::move(upload.csv));
    run_on_loop(loop, files.objects().put(jobs::job_object_name(upload.job.service_id, upload.job.id), content));
    return session.store().write_now([&](db::Transaction& tx) {
        create_job(tx, upload.job, session.clock.now());
        return *jobs::find_job(tx, upload.job.service_id, upload.job.id);
    });
}

int send(CommandContext& context, const SendOptions& options) {
    Session session(context.settings);
    Upload upload = prepare(session, options);
    const bool has_bad_rows = upload.report.summary && !options.despite_errors;
    if (upload.report.file_error || has_bad_rows) refuse(context.out, upload.report);
    confirm(context, upload, options.yes);
    jobs::Job job = store(context.settings, session, upload);
    if (!options.no_wait && !job.scheduled_for) job = follow_job(context, session, job);
    show_job(context, session, job);
    const bool refused = job.status == jobs::JobStatus::limits_exceeded || job.status == jobs::JobStatus::cancelled;
    return refused ? 1 : 0;
}

/// For options whose absence means something: a script's empty variable must not stand for it.
std::string is_given(const std::string& value) {
    return value.empty() ? "must not be empty" : "";
}

}  // namespace

void add_job_send(CommandRegistry& commands, CLI::App& group) {
    auto options = std::make_shared<SendOptions>();
    CLI::App& command = commands.add(group, "send", "Checks a file, shows its first rows, and sends it",
                                     "herald job send --service \"Pay a fine\" --template ID people.csv --schedule "
                                     "2026-12-24T09:00");
    command.add_option("--service", options->service, "Id or name")->required()->type_name("SERVICE");
    command.add_option("--template", options->template_id, "The template's id")->required()->type_name("ID");
    command.add_option("FILE", options->file, "csv, tsv or txt: a header, then a row for each message")->required();
    command
        .add_option("--schedule", options->schedule, "When to send it, within 7 days; London time without an offset")
        ->type_name("TIME")
        ->check(is_given);
    command.add_option("--sender", options->sender, "SMS sender or reply-to address instead of the default")
        ->type_name("ID")
        ->check(is_given);
    command.add_flag("--despite-errors", options->despite_errors,
                     "Send although rows have errors; nothing goes out for those");
    command.add_flag("--yes", options->yes, "Do not ask");
    command.add_flag("--no-wait", options->no_wait, "Do not follow it to its end");
    commands.on(command, [options](CommandContext& context) { return send(context, *options); });
}

}  // namespace herald::app
