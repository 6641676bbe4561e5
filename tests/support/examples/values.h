#pragma once

#include <rapidjson/document.h>

#include "content/personalisation.h"

namespace herald::test {

/// An example's `values`, taken as the API takes a request's personalisation. Null gives none.
content::Personalisation to_values(const rapidjson::Value& values);

}  // namespace herald::test
