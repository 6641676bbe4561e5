#include "templates/email_file_retention.h"

#include "base/log.h"
#include "objects/sweep.h"
#include "templates/email_file_store.h"

namespace herald::templates {
namespace {

constexpr Duration pending_max = std::chrono::hours(24);
constexpr Duration kept_after_archiving = std::chrono::hours(24 * 14);

/// Whether the object is gone.
Task<bool> remove_object(objects::ObjectStore& objects, const ArchivedEmailFile& file) {
    const std::string name = email_file_object_name(file.service_id, file.id);
    try {
        co_await objects.remove(name);
        co_return true;
    } catch (const objects::ObjectStoreError& error) {
        log::error("template_file_not_deleted", "The content of an archived file of a template could not be deleted",
                   {{"object", name}, {"error", error.what()}});
    }
    co_return false;
}

}  // namespace

Task<std::size_t> archive_pending_files(db::Store& store, Loop& loop, Timestamp at) {
    co_return co_await store.write(
        loop, [at](db::Transaction& tx) { return archive_pending_email_files(tx, at - pending_max, at); });
}

Task<objects::Removal> remove_archived_files(db::Store& store, Loop& loop, objects::ObjectStore& objects, Timestamp at,
                                             std::size_t batch) {
    objects::Sweep<ArchivedEmailFile> archived;
    archived.next = [at, batch](db::Transaction& tx, const std::optional<ArchivedEmailFile>& last) {
        return archived_email_files(tx, at - kept_after_archiving, last, batch);
    };
    archived.remove = [&objects](const ArchivedEmailFile& file) { return remove_object(objects, file); };
    archived.forget = [](db::Transaction& tx, const ArchivedEmailFile& file) { mark_email_file_removed(tx, file.id); };
    co_return co_await objects::sweep(store, loop, std::move(archived));
}

}  // namespace herald::templates
