#pragma once

#include "base/json.h"
#include "content/personalisation.h"

namespace herald::notifications {

/// The values of a request's `personalisation` as templates take them (contract public-api §2.6): null is missing,
/// scalars become text, an array is a list of its items' texts without nulls, and an object is shown as the reference's
/// language prints it (`{'a': 1}`). An absent value gives no values.
content::Personalisation to_personalisation(JsonValue object);

}  // namespace herald::notifications
