#include "jobs/file_check.h"

#include "base/london.h"
#include "base/text.h"
#include "jobs/file_check_sql.h"
#include "jobs/table_rules.h"

namespace herald::jobs {
namespace {

/// In trial mode what the website sends goes to the team alone (§7.5).
spreadsheets::TableRules rules_with_team(const FileRules& rules) {
    spreadsheets::TableRules table = table_rules(*rules.service, *rules.source);
    if (rules.service->restricted)
        table.is_allowed = [team = rules.team](std::string_view recipient) { return team->contains(recipient); };
    return table;
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

bool is_already_sent(db::Transaction& tx, const Uuid& service_id, const templates::StoredTemplate& source,
                     std::string_view file_name, Timestamp now) {
    const Timestamp today = london_midnight_days_ago(now, 0);
    return !tx.query(sql::job_alike, {service_id, today, source.id, source.version, file_name}).empty();
}

FileRules read_file_rules(db::Transaction& tx, services::ServicePtr service, templates::TemplatePtr source,
                          std::string file_name, Timestamp now) {
    FileRules rules;
    rules.team = services::list_team_recipients(tx, service->id);
    rules.state.is_trial_mode = service->restricted;
    rules.state.is_already_sent = is_already_sent(tx, service->id, *source, file_name, now);
    rules.state.file_name = std::move(file_name);
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
