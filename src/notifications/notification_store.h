#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "crypto/sealer.h"
#include "db/store.h"
#include "notifications/notification.h"

namespace herald::notifications {

/// A new message and who delivers it.
struct NewNotification {
    const Notification* message;
    /// The lease to insert its delivery under (hand-off to this process's own delivery stage); nil: anyone may claim.
    Uuid delivery_owner;
};

/// Inserts the rows and their deliveries; wakes the delivery stages when a delivery is nobody's. A letter has no
/// delivery: it waits in its row for what its status says comes next (tasks.md §9).
void insert_with_deliveries(db::Transaction& tx, const crypto::Sealer& sealer, std::span<const NewNotification> all);

/// The same for rows of a job. A row that is stored already stays as it is; what is not `created` gets no delivery. For
/// each whether it is new.
std::vector<bool> insert_job_rows(db::Transaction& tx, const crypto::Sealer& sealer,
                                  std::span<const NewNotification> all);

/// Nothing when the service has no such message.
std::optional<Notification> find(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                                 const Uuid& id);
/// Many look-ups in one round trip.
struct Lookup {
    Uuid service_id;
    Uuid id;
};
std::vector<std::optional<Notification>> find_many(db::Transaction& tx, const crypto::Sealer& sealer,
                                                   std::span<const Lookup> lookups);

/// Which messages a list shows (contract public-api §3.2); empty vectors do not filter.
struct ListFilter {
    KeyType key_type = KeyType::normal;
    std::vector<Status> statuses;
    std::vector<Channel> channels;
    std::optional<std::string> client_reference;
    bool include_jobs = false;
    std::optional<Uuid> older_than;
    std::size_t page_size = 250;
};
/// Newest first, strictly older than the `older_than` row; empty when that row is not the service's.
std::vector<Notification> list(db::Transaction& tx, const crypto::Sealer& sealer, const Uuid& service_id,
                               const ListFilter& filter);

/// The columns every statement of this room selects, in their order.
Notification read_notification(const db::Row& row, const crypto::Sealer& sealer);

/// Personalisation as it is stored; empty when there is none.
std::string seal_personalisation(const crypto::Sealer& sealer, std::string_view json);

}  // namespace herald::notifications
