#include "templates/email_file_store.h"

#include <algorithm>

#include "base/text.h"
#include "content/personalisation.h"
#include "services/service_store.h"
#include "templates/email_files_sql.h"
#include "templates/templates_sql.h"

namespace herald::templates {
namespace {

using services::Refusal;

/// The version of a template that files may be attached to.
std::variant<std::int64_t, Refusal> version_of_owner(db::Transaction& tx, const Uuid& service_id,
                                                     const Uuid& template_id) {
    // Its row serialises the changes of its templates, so that no version is written twice.
    if (!services::bump_change_number(tx, service_id)) return Refusal{"There is no service " + service_id.to_string()};
    const auto rows = tx.query(sql::email_template_for_files, {template_id, service_id});
    if (rows.empty()) return Refusal{"The service has no template " + template_id.to_string()};
    if (rows[0].get<std::string_view>(0) != "email") return Refusal{"Cannot add an email file to a non-email template"};
    if (rows[0].get<bool>(2)) return Refusal{"The template has been deleted"};
    if (!rows[0].get<bool>(3) || rows[0].get<std::int64_t>(4) == 0)
        return Refusal{"Updating email templates is not allowed"};
    return rows[0].get<std::int64_t>(1);
}

std::vector<EmailFile> read_all(const db::Rows& rows) {
    std::vector<EmailFile> files;
    for (const auto row : rows)
        files.push_back({row.get<Uuid>(0), row.get<std::string>(1), row.get<std::optional<std::string>>(2),
                         static_cast<int>(row.get<std::int64_t>(3)), row.get<bool>(4)});
    return files;
}

std::optional<EmailFile> find_live(db::Transaction& tx, const Uuid& template_id, const std::string& filename) {
    for (auto& file : live_email_files(tx, template_id))
        if (content::is_same_name(file.filename, filename)) return std::move(file);
    return std::nullopt;
}

Refusal name_is_taken(const std::string& filename, const Uuid& template_id) {
    return {"File named " + filename + " already exists for template id " + template_id.to_string()};
}

void archive(db::Transaction& tx, const Uuid& file, std::int64_t template_version, Timestamp now) {
    tx.execute(sql::archive_email_file, {file, template_version, now});
    tx.execute(sql::copy_email_file_to_history, {file});
}

std::optional<Refusal> check(const NewEmailFile& file) {
    if (text::trim(file.filename).empty()) return Refusal{"A file's name must not be blank"};
    // The name is a placeholder's (content.md §1.1).
    if (file.filename.find_first_of("()") != std::string::npos)
        return Refusal{"A file's name must not have brackets in it"};
    if (file.retention_weeks < 1 || file.retention_weeks > email_file_weeks_max)
        return Refusal{"A file can be downloaded for 1 to 78 weeks"};
    return {};
}

}  // namespace

std::variant<Uuid, Refusal> EmailFileStore::add(db::Transaction& tx, const NewEmailFile& file) const {
    if (auto refusal = check(file)) return *refusal;
    const auto version = version_of_owner(tx, file.service_id, file.template_id);
    if (const auto* refusal = std::get_if<Refusal>(&version)) return *refusal;
    if (find_live(tx, file.template_id, file.filename)) return name_is_taken(file.filename, file.template_id);
    const Uuid id = ids_.next_random();
    std::optional<std::string> link_text = file.link_text;
    if (link_text && text::trim(*link_text).empty()) link_text.reset();
    tx.execute(sql::insert_email_file, {id, file.filename, link_text, file.retention_weeks, file.confirms_email,
                                        file.template_id, std::get<std::int64_t>(version), clock_.now()});
    return id;
}

std::optional<Refusal> EmailFileStore::publish(db::Transaction& tx, const Uuid& service_id, const Uuid& id) const {
    const auto rows = tx.query(sql::pending_email_file, {id});
    if (rows.empty()) return Refusal{"There is no pending file " + id.to_string()};
    const auto template_id = rows[0].get<Uuid>(0);
    const auto filename = rows[0].get<std::string>(1);
    const auto version = version_of_owner(tx, service_id, template_id);
    if (const auto* refusal = std::get_if<Refusal>(&version)) return *refusal;
    if (find_live(tx, template_id, filename)) return name_is_taken(filename, template_id);
    tx.execute(sql::publish_email_file, {id, std::get<std::int64_t>(version), clock_.now()});
    tx.execute(sql::copy_email_file_to_history, {id});
    return {};
}

std::variant<std::int64_t, Refusal> EmailFileStore::remove(db::Transaction& tx, const Uuid& service_id,
                                                           const Uuid& template_id, const std::string& filename) const {
    const auto version = version_of_owner(tx, service_id, template_id);
    if (const auto* refusal = std::get_if<Refusal>(&version)) return *refusal;
    const auto file = find_live(tx, template_id, filename);
    if (!file) return Refusal{"The template has no file named " + filename};
    const std::int64_t next = std::get<std::int64_t>(version) + 1;
    tx.execute(sql::raise_template_version, {template_id, clock_.now()});
    tx.execute(sql::copy_template_to_history, {template_id});
    archive(tx, file->id, next, clock_.now());
    return next;
}

std::vector<EmailFile> live_email_files(db::Transaction& tx, const Uuid& template_id) {
    return read_all(tx.query(sql::live_email_files, {template_id}));
}

std::vector<EmailFile> email_files_of_version(db::Transaction& tx, const Uuid& template_id, std::int64_t version) {
    return read_all(tx.query(sql::email_files_of_version, {template_id, version}));
}

void archive_email_files(db::Transaction& tx, const Uuid& template_id, std::int64_t version, Timestamp now) {
    for (const auto& file : live_email_files(tx, template_id)) archive(tx, file.id, version, now);
}

std::size_t archive_pending_email_files(db::Transaction& tx, Timestamp since, Timestamp now) {
    return tx.execute(sql::archive_pending_email_files, {since, now});
}

std::vector<ArchivedEmailFile> archived_email_files(db::Transaction& tx, Timestamp before,
                                                    const std::optional<ArchivedEmailFile>& after, std::size_t limit) {
    const ArchivedEmailFile from = after.value_or(ArchivedEmailFile{});
    std::vector<ArchivedEmailFile> files;
    for (const auto row : tx.query(sql::archived_email_files, {before, from.archived_at, from.id, limit}))
        files.push_back({row.get<Uuid>(0), row.get<Uuid>(1), row.get<Timestamp>(2)});
    return files;
}

void mark_email_file_removed(db::Transaction& tx, const Uuid& id) {
    tx.execute(sql::mark_email_file_removed, {id});
}

}  // namespace herald::templates
