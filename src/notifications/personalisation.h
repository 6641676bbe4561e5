#pragma once

#include "content/personalisation_json.h"

namespace herald::notifications {

using content::to_personalisation;

}  // namespace herald::notifications
