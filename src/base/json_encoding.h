#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald {

/// The encodings that JSON comes in.
enum class JsonEncoding { utf8, utf16_little, utf16_big, utf32_little, utf32_big };

struct DetectedEncoding {
    JsonEncoding encoding = JsonEncoding::utf8;
    std::size_t mark_bytes = 0;  ///< length of the byte order mark in front
};

/// By the byte order mark, else by where the zero bytes of the first characters are: JSON begins with ASCII.
DetectedEncoding detect_json_encoding(std::string_view bytes);

/// Nothing for lone surrogates, code points past U+10FFFF and units that are cut off. `encoding` is not UTF-8.
std::optional<std::string> to_utf8(std::string_view bytes, JsonEncoding encoding);

}  // namespace herald
