#pragma once

#include <span>
#include <string>

#include "base/ids.h"
#include "crypto/sealer.h"
#include "db/store.h"
#include "services/own_service.h"

namespace herald::notices {

/// An email that the installation sends in its own name: its template, which operators may reword once it is there.
struct Wording {
    Uuid template_id;
    std::string_view name;
    std::string_view subject;
    std::string_view content;
};

struct Mail {
    std::string email_address;
    std::string personalisation;  ///< JSON object
};

/// Emails of the installation's own service (data-model §14.1): ordinary messages, delivered and counted like any.
/// Daily limits are not asked, and nobody's day is charged for them.
class OwnMail {
public:
    struct Parts {
        IdSource& ids;
        const crypto::Sealer& sealer;
        services::OwnService own;
        std::int64_t count_shard;  ///< of the counters
    };
    explicit OwnMail(Parts parts) : parts_(std::move(parts)) {}

    /// Stores them, with their deliveries, in the transaction of what they tell about; makes the service and the
    /// template when they are needed for the first time. To be called last in a transaction. Addresses that no mail can
    /// be sent to are left out: how many were stored.
    std::size_t send(db::Transaction& tx, const Wording& wording, std::span<const Mail> mails, Timestamp now) const;

private:
    Parts parts_;
};

}  // namespace herald::notices
