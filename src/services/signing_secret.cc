#include "services/signing_secret.h"

#include "crypto/encoding.h"
#include "crypto/hmac.h"
#include "services/services_sql.h"

namespace herald::services {

std::string make_signing_secret(IdSource& ids) {
    // Two ids of 122 random bits each.
    const std::string random = ids.next_random().to_string() + ids.next_random().to_string();
    return std::string(signing_secret_prefix) + crypto::base64_encode(crypto::bytes_of(crypto::sha256(random)));
}

std::optional<std::string> give_signing_secret(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids,
                                               Uuid service_id, CallbackType type, bool renew) {
    const std::string secret = make_signing_secret(ids);
    const std::string sealed = sealer.seal(secret, signing_secret_context);
    const auto changed = tx.execute(sql::set_signing_secret, {service_id, to_text(type), db::Blob{sealed}, renew});
    if (changed == 0) return std::nullopt;
    bump_change_number(tx, service_id);
    return secret;
}

}  // namespace herald::services
