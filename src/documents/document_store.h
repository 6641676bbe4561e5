#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "db/store.h"
#include "documents/document_key.h"

namespace herald::documents {

/// What is kept about a document beside its content, sealed with its key.
struct DocumentDetails {
    std::string filename;          ///< empty: none was given
    std::string media_type;        ///< `application/pdf`
    std::string extension;         ///< `pdf`
    std::uint64_t size = 0;        ///< bytes
    std::string recipient_digest;  ///< empty: whoever has the link may have the document
};

struct Document {
    Uuid id;
    Uuid service_id;
    Timestamp created_at;
    Timestamp available_until;  ///< from then on it is not given out, deleted or not
    DocumentDetails details;
};

/// Where the content lies.
std::string document_object_name(const Uuid& service_id, const Uuid& document_id);

void insert_document(db::Transaction& tx, const Document& document, const DocumentKey& key);
/// Nothing when the service has no such document or the key is not its key.
std::optional<Document> find_document(db::Transaction& tx, const Uuid& service_id, const Uuid& id,
                                      const DocumentKey& key);
void delete_document(db::Transaction& tx, const Uuid& id);

/// Counts somebody's saying whose the document is; how long they have to wait once that was too often: 50 times within
/// 300 seconds (contract providers §13).
std::optional<Duration> count_attempt(db::Transaction& tx, const Uuid& id, Timestamp now);

struct ExpiredDocument {
    Uuid id;
    Uuid service_id;
    Timestamp available_until;
};
/// Those that have expired at `at`, the longest first, after `after` in that order.
std::vector<ExpiredDocument> expired_documents(db::Transaction& tx, Timestamp at,
                                               const std::optional<ExpiredDocument>& after, std::size_t limit);

}  // namespace herald::documents
