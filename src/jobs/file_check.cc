#include "jobs/file_check.h"

#include "base/london.h"
#include "base/text.h"
#include "jobs/file_check_sql.h"
#include "spreadsheets/message_check.h"

namespace herald::jobs {
namespace {

using services::Channel;
using spreadsheets::RecipientKind;

RecipientKind kind_of(Channel channel) {
    switch (channel) {
        case Channel::email:
            return RecipientKind::email_address;
        case Channel::letter:
            return RecipientKind::postal_address;
        case Channel::sms:
            break;
    }
    return RecipientKind::phone_number;
}

spreadsheets::TableRules table_rules(const FileRules& rules) {
    const services::Service& service = *rules.service;
    const templates::StoredTemplate& source = *rules.source;
    spreadsheets::TableRules table;
    table.kind = kind_of(source.type);
    table.placeholders = source.placeholders();
    table.phone = {service.may("international_sms"), service.may("sms_to_uk_landlines")};
    table.international_letters = service.may("international_letters");
    if (service.restricted)
        table.is_allowed = [team = rules.team](std::string_view recipient) { return team->contains(recipient); };
    if (source.type == Channel::sms)
        table.check_message = spreadsheets::check_text_message(
            source.parsed.body, service.prefix_sms ? std::optional(service.name) : std::nullopt);
    else table.check_message = spreadsheets::check_body(source.parsed.body);
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

FileRules read_file_rules(db::Transaction& tx, services::ServicePtr service, templates::TemplatePtr source,
                          std::string file_name, Timestamp now) {
    FileRules rules;
    rules.team = services::list_team_recipients(tx, service->id);
    rules.state.is_trial_mode = service->restricted;
    const Timestamp today = london_midnight(london_date(now));
    rules.state.is_already_sent =
        !tx.query(sql::job_alike, {service->id, today, source->id, source->version, file_name}).empty();
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
    return spreadsheets::check_table(stored, table_rules(rules), rules.state);
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
