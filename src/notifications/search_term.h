#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/channel.h"

namespace herald::notifications {

/// What somebody typed into the search of a service's messages, read as contract admin-api-messages §9.2 has it.
struct SearchTerm {
    /// What a normalised recipient has to contain: digits without country code for text messages, lower case for the
    /// others. Empty when nothing is left of the term: then no recipient matches.
    std::string recipient;
    /// What a service's own reference has to contain: the term as typed, in lower case.
    std::string reference;

    /// `channel`: the one that is searched, if only one is.
    static SearchTerm read(std::string_view typed, std::optional<services::Channel> channel);

    /// A service's reference as it is compared.
    static std::string searched_reference(std::string_view client_reference);

    bool matches(std::string_view normalised_recipient, std::optional<std::string_view> client_reference) const;
};

}  // namespace herald::notifications
