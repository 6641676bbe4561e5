#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "http/router.h"
#include "services/internal_authenticator.h"

namespace herald::receipts {

/// `POST /letters/returned` (contract admin-api-messages §12.4): `{"references": […]}`, which is the answer too. All of
/// it is stored before the answer.
class ReturnedLetterRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        const crypto::Sealer& sealer;
        std::int64_t count_shard = 0;
    };
    explicit ReturnedLetterRoutes(Parts parts) : parts_(parts) {}

    void add_to(http::Router& router, const services::InternalAuthenticator& authenticator);

private:
    Task<http::Response> post(const http::Request& request);

    Parts parts_;
};

/// What is wrong with such a body.
struct Faults {
    std::vector<std::string> messages;
};
using ReferencesOrFaults = std::variant<std::vector<std::string>, Faults>;
ReferencesOrFaults read_returned_references(JsonValue body);

}  // namespace herald::receipts
