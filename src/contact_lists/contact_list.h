#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/store.h"
#include "jobs/job_store.h"

/// Lists of recipients that a service keeps for later (contract admin-api-messages §1.10, data-model §4). Their files
/// lie where the files of jobs do, under the list's id.
namespace herald::contact_lists {

using services::Channel;

struct ContactList {
    Uuid id;
    Uuid service_id;
    std::string original_file_name;
    std::int64_t row_count = 0;
    Channel channel = Channel::sms;  ///< sms or email
    std::optional<Uuid> created_by_id;
    std::optional<std::string> created_by_name;
    Timestamp created_at;
    bool has_jobs = false;              ///< any, ever
    std::int64_t recent_job_count = 0;  ///< begun within the days that its channel's messages are kept
};

/// `service-{service}-notify/{list}.csv`
std::string object_name(const Uuid& service_id, const Uuid& id);

/// False when there is a list of that id already, whatever its service: nothing is changed then.
bool create(db::Transaction& tx, const ContactList& list);
/// Not archived, the newest first. `now` is what the recent jobs are counted from.
std::vector<ContactList> list(db::Transaction& tx, const Uuid& service_id, Timestamp now);
/// Nothing when the service has no such list, or it is archived.
std::optional<ContactList> find(db::Transaction& tx, const Uuid& service_id, const Uuid& id, Timestamp now);
/// False when there was nothing to archive.
bool archive(db::Transaction& tx, const Uuid& service_id, const Uuid& id, Timestamp now);

}  // namespace herald::contact_lists
