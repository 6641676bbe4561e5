#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/store.h"
#include "services/channel.h"

/// How long services want their messages and files kept (data-model §4).
namespace herald::retention {

using services::Channel;

/// A service's own wish for one channel; without one it is `days_default`.
struct DataRetention {
    Uuid id;
    Uuid service_id;
    std::string service_name;
    Channel channel = Channel::email;
    std::int64_t days = 0;
    Timestamp created_at;
    std::optional<Timestamp> updated_at;
};

inline constexpr int days_default = 7;
/// For how many London days what came or went by that channel is kept and shown.
int days_kept(db::Transaction& tx, const Uuid& service_id, Channel channel);

/// Email, text messages, letters.
std::vector<DataRetention> list(db::Transaction& tx, const Uuid& service_id);
/// False when the service has one for the channel already.
bool create(db::Transaction& tx, const DataRetention& wanted);
/// False when the service has none of that id.
bool change(db::Transaction& tx, const Uuid& service_id, const Uuid& id, std::int64_t days, Timestamp now);

}  // namespace herald::retention
