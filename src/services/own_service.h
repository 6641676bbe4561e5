#pragma once

#include <string>

#include "base/ids.h"
#include "db/store.h"

/// The service in whose name the installation itself writes to people, and the user who stands for it (data-model
/// §14.1). Both are made when they are first needed, so an installation that has nothing to say has neither.
namespace herald::services {

/// d6aa2c68-a2d9-4437-ab19-3ae8eb202553
inline constexpr Uuid own_service_id{
    {0xd6, 0xaa, 0x2c, 0x68, 0xa2, 0xd9, 0x44, 0x37, 0xab, 0x19, 0x3a, 0xe8, 0xeb, 0x20, 0x25, 0x53}};
/// 6af522d0-2915-4e52-83a3-3690455a5fe6
inline constexpr Uuid own_user_id{
    {0x6a, 0xf5, 0x22, 0xd0, 0x29, 0x15, 0x4e, 0x52, 0x83, 0xa3, 0x36, 0x90, 0x45, 0x5a, 0x5f, 0xe6}};

struct OwnService {
    std::string name;        ///< of the installation; another one is taken when a service has it
    std::string sms_sender;  ///< its default sender
};

/// Makes them unless they are there; what an operator has changed of them stays. Safe for two processes at once.
/// Throws UniqueViolation when somebody makes a service of the same name at the same moment.
void ensure_own_service(db::Transaction& tx, IdSource& ids, const OwnService& wanted, Timestamp now);

}  // namespace herald::services
