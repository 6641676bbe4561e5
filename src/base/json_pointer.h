#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "base/json.h"

namespace herald {

/// The value that a JSON Pointer (RFC 6901, such as `/messages/0/id`) leads to; absent when there is none. The empty
/// pointer is the whole document.
inline JsonValue at_pointer(JsonValue value, std::string_view pointer) {
    while (pointer.starts_with('/')) {
        pointer.remove_prefix(1);
        const std::string_view token = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(token.size());
        if (value.is_array()) {
            std::size_t index = 0;
            const auto [end, failure] = std::from_chars(token.data(), token.data() + token.size(), index);
            value = failure == std::errc() && end == token.data() + token.size() ? value[index] : JsonValue();
            continue;
        }
        std::string name;
        for (std::size_t i = 0; i < token.size(); ++i) {
            const bool escaped =
                token[i] == '~' && i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1');
            name += !escaped ? token[i] : token[i + 1] == '0' ? '~' : '/';
            if (escaped) ++i;
        }
        value = value[name];
    }
    return pointer.empty() ? value : JsonValue();
}

/// A string's or number's text, `true`, `false` or `null`; empty for anything else.
inline std::string scalar_text(JsonValue value) {
    if (const auto flag = value.as_bool()) return *flag ? "true" : "false";
    if (value.is_null()) return "null";
    return std::string(value.text());
}

}  // namespace herald
