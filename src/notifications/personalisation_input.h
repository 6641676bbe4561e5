#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "content/personalisation.h"
#include "notifications/send_response.h"

namespace herald::notifications {

/// A request's personalisation, ready to render and to store.
struct PersonalisationInput {
    content::Personalisation values;
    std::string json;                  ///< compact; empty when there are no values
    std::vector<Sanitised> sanitised;  ///< what was made harmless
    bool has_file = false;             ///< a value is an object with a `file` key (contract public-api §2.9)
};

/// `sanitise_for`: placeholder names whose values come from strangers (§2.11).
PersonalisationInput read_personalisation(JsonValue object, const std::vector<std::string>& sanitise_for);

}  // namespace herald::notifications
