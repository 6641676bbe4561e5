#pragma once

#include "base/json_writer.h"
#include "content/personalisation.h"
#include "templates/stored_template.h"

namespace herald::templates {

/// A template as the public API shows it (contract public-api §3.4).
void write_template(JsonWriter& json, const StoredTemplate& stored);
/// A template filled in, as the preview shows it (contract public-api §3.5). No value may be missing.
void write_preview(JsonWriter& json, const StoredTemplate& stored, const content::Personalisation& values);

}  // namespace herald::templates
