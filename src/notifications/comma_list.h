#pragma once

#include <optional>
#include <string>
#include <vector>

namespace herald::notifications {

/// `,a,b,`: what the list statements search for `,a,` in; null when nothing is to be filtered.
template <class T>
std::optional<std::string> comma_list(const std::vector<T>& values) {
    if (values.empty()) return std::nullopt;
    std::string list = ",";
    for (const auto& value : values) (list += to_text(value)) += ',';
    return list;
}

}  // namespace herald::notifications
