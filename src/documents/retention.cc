#include "documents/retention.h"

#include "base/log.h"
#include "documents/document_store.h"

namespace herald::documents {
namespace {

/// Whether the object is gone.
Task<bool> remove_object(objects::ObjectStore& objects, const ExpiredDocument& document) {
    const std::string name = document_object_name(document.service_id, document.id);
    try {
        const bool was_there = co_await objects.remove(name);
        if (!was_there)
            log::warning("object_not_there", "There was no object to delete for an expired document",
                         {{"object", name}});
        co_return true;
    } catch (const objects::ObjectStoreError& error) {
        log::error("object_not_deleted", "The object of an expired document could not be deleted",
                   {{"object", name}, {"error", error.what()}});
    }
    co_return false;
}

}  // namespace

Task<objects::Removal> remove_expired_documents(db::Store& store, Loop& loop, objects::ObjectStore& objects,
                                                Timestamp at, std::size_t batch) {
    objects::Removal all;
    std::optional<ExpiredDocument> last;
    for (;;) {
        const auto expired =
            co_await store.read(loop, [&](db::Transaction& tx) { return expired_documents(tx, at, last, batch); });
        if (expired.empty()) co_return all;
        std::vector<Uuid> gone;
        for (const auto& document : expired) {
            const bool removed = co_await remove_object(objects, document);
            if (removed) gone.push_back(document.id);
        }
        co_await store.write(loop, [&](db::Transaction& tx) {
            for (const auto& id : gone) delete_document(tx, id);
        });
        all.removed += gone.size();
        all.failed += expired.size() - gone.size();
        last = expired.back();
    }
}

}  // namespace herald::documents
