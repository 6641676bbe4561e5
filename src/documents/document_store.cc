#include "documents/document_store.h"

#include "base/json.h"
#include "documents/documents_sql.h"

namespace herald::documents {
namespace {

constexpr std::string_view details_purpose = "details";
constexpr std::int64_t attempts_max = 50;
constexpr auto attempts_window = std::chrono::seconds(300);

std::string to_json(const DocumentDetails& details) {
    std::string json;
    JsonWriter(json)
        .begin_object()
        .member("filename", details.filename)
        .member("media_type", details.media_type)
        .member("extension", details.extension)
        .member("size", details.size)
        .member("recipient_digest", details.recipient_digest)
        .end_object();
    return json;
}

DocumentDetails read_details(std::string_view text) {
    const auto json = JsonDocument::parse(text);
    if (!json) throw db::StoreError("the details of a document are not what was stored");
    DocumentDetails details;
    details.filename = (*json)["filename"].text();
    details.media_type = (*json)["media_type"].text();
    details.extension = (*json)["extension"].text();
    details.size = static_cast<std::uint64_t>((*json)["size"].as_integer().value_or(0));
    details.recipient_digest = (*json)["recipient_digest"].text();
    return details;
}

}  // namespace

std::string document_object_name(const Uuid& service_id, const Uuid& document_id) {
    return "documents/" + service_id.to_string() + "/" + document_id.to_string();
}

void insert_document(db::Transaction& tx, const Document& document, const DocumentKey& key) {
    const std::string sealed = key.seal(to_json(document.details), document.id, details_purpose);
    tx.execute(sql::insert_document,
               {document.id, document.service_id, db::Blob{sealed}, document.created_at, document.available_until});
}

std::optional<Document> find_document(db::Transaction& tx, const Uuid& service_id, const Uuid& id,
                                      const DocumentKey& key) {
    const auto rows = tx.query(sql::document_by_id, {id, service_id});
    if (rows.empty()) return std::nullopt;
    const auto details = key.open(rows[0].get<db::Blob>(0).bytes, id, details_purpose);
    if (!details) return std::nullopt;
    return Document{id, service_id, rows[0].get<Timestamp>(1), rows[0].get<Timestamp>(2), read_details(*details)};
}

void delete_document(db::Transaction& tx, const Uuid& id) {
    tx.execute(sql::delete_document, {id});
}

std::optional<Duration> count_attempt(db::Transaction& tx, const Uuid& id, Timestamp now) {
    const auto rows = tx.query(sql::count_document_attempt, {id, now, now - attempts_window});
    if (rows.empty() || rows[0].get<std::int64_t>(0) <= attempts_max) return std::nullopt;
    return rows[0].get<Timestamp>(1) + attempts_window - now;
}

std::vector<ExpiredDocument> expired_documents(db::Transaction& tx, Timestamp at,
                                               const std::optional<ExpiredDocument>& after, std::size_t limit) {
    const ExpiredDocument from = after.value_or(ExpiredDocument{});
    std::vector<ExpiredDocument> all;
    const auto rows = tx.query(sql::expired_documents, {at, from.available_until, from.id, limit});
    for (const auto row : rows) all.push_back({row.get<Uuid>(0), row.get<Uuid>(1), row.get<Timestamp>(2)});
    return all;
}

}  // namespace herald::documents
