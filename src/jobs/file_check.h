#pragma once

#include <string>
#include <variant>

#include "base/json_writer.h"
#include "db/store.h"
#include "services/service.h"
#include "services/team.h"
#include "spreadsheets/table_report.h"
#include "spreadsheets/upload.h"
#include "templates/stored_template.h"

/// Whether a file can become a job: what the website checks before it lets anybody press the button (contract content
/// §7).
namespace herald::jobs {

/// A file's name as people gave it, as metadata can hold it: ASCII, without white space at the ends.
std::string shown_file_name(std::string_view given);

/// What a service may do with a file and has done (content.md §7.3): whether a job has been made today of a file of
/// that name with that version of the template, and not cancelled; and the limits of the UTC day of `starts_at`.
/// `file_name` is as it will be shown.
spreadsheets::SendingState read_sending_state(db::Transaction& tx, const services::Service& service,
                                              const templates::StoredTemplate& source, std::string file_name,
                                              Timestamp now, Timestamp starts_at);

/// What a file is checked against.
struct FileRules {
    services::ServicePtr service;
    templates::TemplatePtr source;
    std::shared_ptr<const services::Recipients> team;  ///< whom a service in trial mode may send to
    spreadsheets::SendingState state;
};
/// Reads what the store has to say. `file_name` is as it will be shown.
FileRules read_file_rules(db::Transaction& tx, services::ServicePtr service, templates::TemplatePtr source,
                          std::string file_name, Timestamp now);

/// A file as it is stored, and what was found in it.
struct CheckedFile {
    std::string stored;
    spreadsheets::TableReport report;
};
/// Any form that is read; takes its time for a large file, so not for the loop. The file's own name says which form it
/// has.
std::variant<CheckedFile, spreadsheets::UploadError> check_file(std::string_view bytes, std::string_view file_name,
                                                                const FileRules& rules);
/// The same for one that is stored already.
spreadsheets::TableReport check_stored_file(std::string_view stored, const FileRules& rules);

/// `valid`, `error`, `summary`, `column_names`, `rows`, `rows_note`: members of an open object.
void write_report(JsonWriter& json, const spreadsheets::TableReport& report);

}  // namespace herald::jobs
