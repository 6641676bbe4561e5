#include "templates/email_file_retention.h"

#include "base/log.h"
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
    objects::Removal all;
    std::optional<ArchivedEmailFile> last;
    while (true) {
        const auto files = co_await store.read(loop, [&](db::Transaction& tx) {
            return archived_email_files(tx, at - kept_after_archiving, last, batch);
        });
        if (files.empty()) co_return all;
        std::vector<Uuid> gone;
        for (const auto& file : files) {
            const bool removed = co_await remove_object(objects, file);
            if (removed) gone.push_back(file.id);
        }
        co_await store.write(loop, [&](db::Transaction& tx) {
            for (const auto& id : gone) mark_email_file_removed(tx, id);
        });
        all.removed += gone.size();
        all.failed += files.size() - gone.size();
        last = files.back();
    }
}

}  // namespace herald::templates
