#pragma once

#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "db/store.h"
#include "services/refusal.h"
#include "templates/email_file.h"

namespace herald::templates {

struct NewEmailFile {
    Uuid service_id;
    Uuid template_id;
    std::string filename;
    std::optional<std::string> link_text;
    int retention_weeks = 1;
    bool confirms_email = true;
};

/// The rows of the files that email templates own, inside the caller's transaction. Each version of one is also a row
/// of `template_email_files_history`, written with it.
class EmailFileStore {
public:
    EmailFileStore(const Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

    /// Its id. Pending: no message carries it before `publish`, which is to be called when its content is stored.
    /// Names are compared as placeholders are.
    std::variant<Uuid, services::Refusal> add(db::Transaction& tx, const NewEmailFile& file) const;
    /// From the next message of the template on it is sent; the template's version stays.
    std::optional<services::Refusal> publish(db::Transaction& tx, const Uuid& service_id, const Uuid& id) const;
    /// Takes the file of that name from the template, in a new version of the template, which is returned.
    std::variant<std::int64_t, services::Refusal> remove(db::Transaction& tx, const Uuid& service_id,
                                                         const Uuid& template_id, const std::string& filename) const;

private:
    const Clock& clock_;
    IdSource& ids_;
};

/// Those that messages carry now, in the order in which they were added.
std::vector<EmailFile> live_email_files(db::Transaction& tx, const Uuid& template_id);
/// Those that messages of that version of the template carry.
std::vector<EmailFile> email_files_of_version(db::Transaction& tx, const Uuid& template_id, std::int64_t version);
/// Archives all of a template whose version is `version` by now.
void archive_email_files(db::Transaction& tx, const Uuid& template_id, std::int64_t version, Timestamp now);

/// Archives those that have been pending since before `since`; how many.
std::size_t archive_pending_email_files(db::Transaction& tx, Timestamp since, Timestamp now);

/// A file of which nothing is needed any more.
struct ArchivedEmailFile {
    Uuid id;
    Uuid service_id;
    Timestamp archived_at;
};
/// Files that were archived before `before` and still have content, oldest first, after `after` in that order.
std::vector<ArchivedEmailFile> archived_email_files(db::Transaction& tx, Timestamp before,
                                                    const std::optional<ArchivedEmailFile>& after, std::size_t limit);
void mark_email_file_removed(db::Transaction& tx, const Uuid& id);

}  // namespace herald::templates
