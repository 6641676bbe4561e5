#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "callbacks/callback.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "inbound/inbound_text.h"

namespace herald::inbound {

/// What became of a text that a provider handed over.
enum class Outcome {
    stored,
    repeated,    ///< it is there already: the provider did not hear the first answer
    unwanted,    ///< nobody's number, or its service may not receive
    incomplete,  ///< a part is stored, and waits for the others
};
std::string_view to_text(Outcome outcome);

/// Whether a service that may receive has this number. Decides how an incomplete request is answered.
bool is_wanted(db::Transaction& tx, std::string_view number);

/// Stores the text, sealed, and adds the service's `inbound_sms` callback to `outbox`: both or neither. A repeat has
/// the same sender, content and provider's reference (or, from a provider without references, the same provider's
/// time); from a provider that gives neither it is not known.
Outcome accept(db::Transaction& tx, const crypto::Sealer& sealer, IdSource& ids, Timestamp now, const InboundText& text,
               callbacks::Outbox& outbox);

/// Opens what was sealed of a received text; throws StoreError where that is not possible.
std::string open_content(const crypto::Sealer& sealer, std::string_view sealed, std::string_view context);

/// One row of `GET /v2/received-text-messages` (contract public-api §3.6).
struct StoredText {
    Uuid id;
    std::string user_number;
    std::string notify_number;
    Timestamp created_at;
    std::string content;
};

struct Page {
    Timestamp since;                 ///< older ones are past retention
    std::optional<Uuid> older_than;  ///< any text's id, another service's too: a mark in time
    std::size_t size = 250;
};
/// Newest first; empty when nobody knows `older_than`.
std::vector<StoredText> list(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                             const Page& page);

}  // namespace herald::inbound
