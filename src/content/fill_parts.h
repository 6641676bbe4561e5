#pragma once

#include <functional>
#include <string>

#include "content/template.h"

namespace herald::content {

struct FillRules {
    ListForm lists;
    bool ignores_values = false;  ///< every placeholder counts as missing
    bool escapes = false;         ///< values are escaped for HTML
    bool repairs_utf8 = false;    ///< texts and values that are not UTF-8 are made so
};

/// A template filled in; what has no value is written by `write_missing`.
std::string fill_parts(const Template& source, const Personalisation& values, const FillRules& rules,
                       const std::function<void(std::string& out, const Template::Part& part)>& write_missing);

}  // namespace herald::content
