#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/uuid.h"
#include "crypto/sealer.h"

namespace herald::documents {

/// The key of one document. It is in the document's link and nowhere else: what it seals is of no use to somebody who
/// has the store, and gone with the last copy of the link.
class DocumentKey {
public:
    static constexpr std::size_t bytes_count = 32;

    static DocumentKey random();
    /// The `key` of a link; nothing when it is none.
    static std::optional<DocumentKey> parse(std::string_view base64url);
    std::string to_text() const;

    /// `what` is the purpose: `content` or `details`. What was sealed for another document or purpose does not open.
    std::string seal(std::string_view plain, const Uuid& document_id, std::string_view what) const;
    std::optional<std::string> open(std::string_view sealed, const Uuid& document_id, std::string_view what) const;
    /// Tells a recipient again without telling who it is: a keyed digest of the normalised address.
    std::string digest_of(std::string_view normalised_address) const;

private:
    explicit DocumentKey(std::string bytes);

    std::string bytes_;
    crypto::Sealer sealer_;
};

/// `https://host/d/«service»/«document»?key=«key»`, ids and key in the URL's base64 (contract public-api §2.9).
std::string document_link(std::string_view base_url, const Uuid& service_id, const Uuid& document_id,
                          const DocumentKey& key);
/// The path of that link.
std::string document_path(const Uuid& service_id, const Uuid& document_id);
/// What mails to recipients of smoke tests link to.
std::string test_document_link(std::string_view base_url, const Uuid& service_id);
/// A segment of such a link.
std::optional<Uuid> parse_link_id(std::string_view segment);

}  // namespace herald::documents
