#include "documents/document_key.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "crypto/hmac.h"
#include "crypto/random.h"

namespace herald::documents {
namespace {

std::string context(const Uuid& document_id, std::string_view what) {
    return "document." + std::string(what) + "." + document_id.to_string();
}

std::string link_id(const Uuid& id) {
    return crypto::base64url_encode({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
}

}  // namespace

DocumentKey::DocumentKey(std::string bytes)
    : bytes_(std::move(bytes)), sealer_(std::span<const std::string>(&bytes_, 1)) {}

DocumentKey DocumentKey::random() {
    return DocumentKey(crypto::random_bytes(bytes_count));
}

std::optional<DocumentKey> DocumentKey::parse(std::string_view base64url) {
    auto bytes = crypto::base64url_decode(base64url);
    if (!bytes || bytes->size() != bytes_count) return std::nullopt;
    return DocumentKey(std::move(*bytes));
}

std::string DocumentKey::to_text() const {
    return crypto::base64url_encode(bytes_);
}

std::string DocumentKey::seal(std::string_view plain, const Uuid& document_id, std::string_view what) const {
    return sealer_.seal(plain, context(document_id, what));
}

std::optional<std::string> DocumentKey::open(std::string_view sealed, const Uuid& document_id,
                                             std::string_view what) const {
    return sealer_.open(sealed, context(document_id, what));
}

std::string DocumentKey::digest_of(std::string_view normalised_address) const {
    const auto digest = crypto::hmac_sha256(bytes_, "document recipient " + std::string(normalised_address));
    return crypto::hex_encode(crypto::bytes_of(digest));
}

std::string document_path(const Uuid& service_id, const Uuid& document_id) {
    return "/d/" + link_id(service_id) + "/" + link_id(document_id);
}

std::string document_link(std::string_view base_url, const Uuid& service_id, const Uuid& document_id,
                          const DocumentKey& key) {
    return std::string(base_url) + document_path(service_id, document_id) + "?key=" + key.to_text();
}

std::string test_document_link(std::string_view base_url, const Uuid& service_id) {
    return std::string(base_url) + "/services/" + service_id.to_string() + "/documents/test-document";
}

std::optional<Uuid> parse_link_id(std::string_view segment) {
    const auto bytes = crypto::base64url_decode(segment);
    Uuid id;
    if (!bytes || bytes->size() != id.bytes.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), id.bytes.begin());
    return id;
}

}  // namespace herald::documents
