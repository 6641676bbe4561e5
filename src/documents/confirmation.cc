#include "documents/confirmation.h"

#include "crypto/encoding.h"

namespace herald::documents {
namespace {

std::string context(const Uuid& document_id) {
    return "document.confirmation." + document_id.to_string();
}

}  // namespace

std::string make_confirmation(const crypto::Sealer& sealer, const Uuid& document_id, Timestamp now) {
    return crypto::base64url_encode(sealer.seal((now + confirmation_lifetime).to_iso(), context(document_id)));
}

bool is_confirmed(const crypto::Sealer& sealer, const Uuid& document_id, std::string_view confirmation, Timestamp now) {
    const auto sealed = crypto::base64url_decode(confirmation);
    const auto until = sealed ? sealer.open(*sealed, context(document_id)) : std::nullopt;
    const auto instant = until ? Timestamp::parse_iso(*until) : std::nullopt;
    return instant && now < *instant;
}

}  // namespace herald::documents
