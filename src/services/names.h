#pragma once

#include <string>
#include <string_view>

namespace herald::services {

/// The form in which names of services are unique, and from which the local part of their sender address is made
/// (admin-api §6.3, data-model §4): `My Sérvice & Co.` → `my.service.co`. Decomposed, without combining marks; white
/// space becomes a dot; of the rest only letters and digits of any script stay, in lower case; no dots in a row or at
/// the ends. Empty when nothing is left.
std::string normalise_service_name(std::string_view name);

}  // namespace herald::services
