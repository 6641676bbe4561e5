#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "content/personalisation.h"
#include "notifications/send_response.h"
#include "notifications/template_files.h"

namespace herald::notifications {

/// A request's personalisation, ready to render and to store.
struct PersonalisationInput {
    content::Personalisation values;
    std::string json;                  ///< compact; empty when there are no values
    std::vector<Sanitised> sanitised;  ///< what was made harmless
    std::vector<JsonValue> files;      ///< values that are files (contract public-api §2.9), in the request's order
};

/// What is put in the place of values.
struct Replacements {
    /// For the request's files, in their order; while there are none yet, a word stands for each file, so that
    /// placeholders can be checked.
    std::span<const std::string> links = {};
    /// For the template's files, whatever the request has under their names.
    std::span<const FileLink> template_files = {};
};

/// `sanitise_for`: placeholder names whose values come from strangers (§2.11).
PersonalisationInput read_personalisation(JsonValue object, const std::vector<std::string>& sanitise_for,
                                          const Replacements& replacements = {});

}  // namespace herald::notifications
