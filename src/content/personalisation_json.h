#pragma once

#include "base/json.h"
#include "content/personalisation.h"

namespace herald::content {

/// The values of a request's `personalisation` as templates take them (content.md §1.3, public-api §2.6): null is
/// missing, scalars become text, an array is a list of its items' texts without nulls, and an object is shown as the
/// reference's language prints it (`{'a': 1}`). Anything but an object gives no values.
Personalisation to_personalisation(JsonValue object);

}  // namespace herald::content
