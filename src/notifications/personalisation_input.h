#pragma once

#include <span>
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
    std::vector<JsonValue> files;      ///< values that are files (contract public-api §2.9), in the request's order
};

/// `sanitise_for`: placeholder names whose values come from strangers (§2.11). `links` take the place of the files, in
/// their order; while there are none yet, a word stands for each file, so that placeholders can be checked.
PersonalisationInput read_personalisation(JsonValue object, const std::vector<std::string>& sanitise_for,
                                          std::span<const std::string> links = {});

}  // namespace herald::notifications
