#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "services/refusal.h"

/// Names of banks, authorities and the like that no service's texts may come from (data-model §4). They are kept and
/// compared in lower case and without white space.
namespace herald::services {

bool is_protected_sender(db::Transaction& tx, std::string_view sender);
/// One that is protected already stays so. Senders that services have already are not looked at.
std::optional<Refusal> protect_sender(db::Transaction& tx, std::string_view sender);
std::optional<Refusal> unprotect_sender(db::Transaction& tx, std::string_view sender);
/// In their order, those after `after`.
std::vector<std::string> list_protected_senders(db::Transaction& tx, std::string_view after, std::size_t limit);

}  // namespace herald::services
