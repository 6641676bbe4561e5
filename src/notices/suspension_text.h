#pragma once

#include <string>
#include <string_view>

#include "callbacks/endpoints.h"
#include "notices/own_mail.h"

/// What a service's team reads when one of its endpoints has been suspended. Pure.
namespace herald::notices {

extern const Wording suspension_wording;

/// Of one suspended endpoint.
struct SuspensionFacts {
    std::string installation;  ///< its name
    std::string service_name;
    callbacks::Suspension suspension;
    int days_kept = 0;  ///< for how long what waited is kept
};

/// The values of the template for one reader, as a JSON object. Of the address only the host is told, because paths and
/// queries may hold secrets.
std::string suspension_personalisation(const SuspensionFacts& facts, std::string_view reader);

}  // namespace herald::notices
