#include "jobs/file_check.h"

#include <algorithm>

#include "base/london.h"
#include "base/text.h"
#include "jobs/file_check_sql.h"
#include "jobs/table_rules.h"
#include "limits/daily_limits.h"

namespace herald::jobs {
namespace {

/// In trial mode what the website sends goes to the team alone (§7.5).
spreadsheets::TableRules rules_with_team(const FileRules& rules) {
    spreadsheets::TableRules table = table_rules(*rules.service, *rules.source);
    if (rules.service->restricted)
        table.is_allowed = [team = rules.team](std::string_view recipient) { return team->contains(recipient); };
    return table;
}

std::size_t not_negative(std::int64_t number) {
    return static_cast<std::size_t>(std::max<std::int64_t>(number, 0));
}

void write_texts(JsonWriter& json, const std::vector<std::string>& texts) {
    json.begin_array();
    for (const auto& text : texts) json.value(text);
    json.end_array();
}

void write_row(JsonWriter& json, const spreadsheets::ShownRow& row) {
    json.begin_object().member("number", row.number).member("error", row.error).key("cells").begin_array();
    for (const auto& cell : row.cells) {
        json.begin_object().key("values");
        write_texts(json, cell.values);
        json.member("error", cell.error).end_object();
    }
    json.end_array().key("extra");
    write_texts(json, row.extra);
    json.end_object();
}

}  // namespace

std::string shown_file_name(std::string_view given) {
    std::string name;
    for (const char c : spreadsheets::stored_file_name(given)) name += c >= ' ' && c <= '~' ? c : ' ';
    return std::string(text::trim(name));
}

spreadsheets::SendingState read_sending_state(db::Transaction& tx, const services::Service& service,
                                              const templates::StoredTemplate& source, std::string file_name,
                                              Timestamp now, Timestamp starts_at) {
    const auto daily = [&](limits::DailyKind kind) {
        return spreadsheets::DailyLimit{
            not_negative(limits::limit_of(service, kind)),
            not_negative(limits::DailyLimits::sent_on_day(tx, service.id, kind, starts_at))};
    };
    const Timestamp today = london_midnight_days_ago(now, 0);
    spreadsheets::SendingState state;
    state.is_trial_mode = service.restricted;
    state.is_already_sent =
        !tx.query(sql::job_alike, {service.id, today, source.id, source.version, file_name}).empty();
    state.daily = daily(limits::daily_kind(source.type));
    if (source.type == services::Channel::sms) state.international = daily(limits::DailyKind::international_sms);
    state.file_name = std::move(file_name);
    return state;
}

FileRules read_file_rules(db::Transaction& tx, services::ServicePtr service, templates::TemplatePtr source,
                          std::string file_name, Timestamp now) {
    FileRules rules;
    rules.team = services::list_team_recipients(tx, service->id);
    rules.state = read_sending_state(tx, *service, *source, std::move(file_name), now, now);
    rules.service = std::move(service);
    rules.source = std::move(source);
    return rules;
}

std::variant<CheckedFile, spreadsheets::UploadError> check_file(std::string_view bytes, std::string_view file_name,
                                                                const FileRules& rules) {
    auto stored = spreadsheets::to_stored_csv(bytes, file_name);
    if (const auto* error = std::get_if<spreadsheets::UploadError>(&stored)) return *error;
    CheckedFile checked{std::get<std::string>(std::move(stored)), {}};
    checked.report = check_stored_file(checked.stored, rules);
    return checked;
}

spreadsheets::TableReport check_stored_file(std::string_view stored, const FileRules& rules) {
    return spreadsheets::check_table(stored, rules_with_team(rules), rules.state);
}

void write_report(JsonWriter& json, const spreadsheets::TableReport& report) {
    json.member("valid", report.is_valid()).key("error");
    if (report.file_error) {
        json.begin_object().member("heading", report.file_error->heading).key("text");
        write_texts(json, report.file_error->text);
        json.end_object();
    } else {
        json.null();
    }
    json.key("summary");
    if (report.summary) {
        json.begin_object()
            .member("heading", report.summary->heading)
            .member("sentence", report.summary->sentence)
            .key("items");
        write_texts(json, report.summary->items);
        json.end_object();
    } else {
        json.null();
    }
    json.key("column_names");
    write_texts(json, report.column_names);
    json.key("rows").begin_array();
    for (const auto& row : report.rows) write_row(json, row);
    json.end_array().member("rows_note", report.rows_note);
}

}  // namespace herald::jobs
