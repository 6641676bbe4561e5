#include "documents/retention.h"

#include "base/log.h"
#include "documents/document_store.h"
#include "objects/sweep.h"

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
    objects::Sweep<ExpiredDocument> expired;
    expired.next = [at, batch](db::Transaction& tx, const std::optional<ExpiredDocument>& last) {
        return expired_documents(tx, at, last, batch);
    };
    expired.remove = [&objects](const ExpiredDocument& document) { return remove_object(objects, document); };
    expired.forget = [](db::Transaction& tx, const ExpiredDocument& document) { delete_document(tx, document.id); };
    co_return co_await objects::sweep(store, loop, std::move(expired));
}

}  // namespace herald::documents
