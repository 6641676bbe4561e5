#include "base/json_encoding.h"

#include <cstdint>

#include "base/text.h"

namespace herald {

namespace {

char32_t unit_at(std::string_view bytes, std::size_t at, std::size_t width, bool big) {
    char32_t unit = 0;
    for (std::size_t i = 0; i < width; ++i) {
        const auto byte = static_cast<std::uint8_t>(bytes[at + (big ? i : width - 1 - i)]);
        unit = unit << 8 | byte;
    }
    return unit;
}

constexpr bool is_high_surrogate(char32_t unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
}
constexpr bool is_low_surrogate(char32_t unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

DetectedEncoding detect_by_zeros(std::string_view bytes) {
    if (bytes.size() >= 4) {
        if (bytes[0] == 0) return {bytes[1] != 0 ? JsonEncoding::utf16_big : JsonEncoding::utf32_big};
        if (bytes[1] == 0)
            return {bytes[2] != 0 || bytes[3] != 0 ? JsonEncoding::utf16_little : JsonEncoding::utf32_little};
    } else if (bytes.size() == 2) {
        if (bytes[0] == 0) return {JsonEncoding::utf16_big};
        if (bytes[1] == 0) return {JsonEncoding::utf16_little};
    }
    return {JsonEncoding::utf8};
}

}  // namespace

DetectedEncoding detect_json_encoding(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (bytes.starts_with("\x00\x00\xfe\xff"sv)) return {JsonEncoding::utf32_big, 4};
    if (bytes.starts_with("\xff\xfe\x00\x00"sv)) return {JsonEncoding::utf32_little, 4};
    if (bytes.starts_with("\xfe\xff"sv)) return {JsonEncoding::utf16_big, 2};
    if (bytes.starts_with("\xff\xfe"sv)) return {JsonEncoding::utf16_little, 2};
    if (bytes.starts_with("\xef\xbb\xbf"sv)) return {JsonEncoding::utf8, 3};
    return detect_by_zeros(bytes);
}

std::optional<std::string> to_utf8(std::string_view bytes, JsonEncoding encoding) {
    const bool wide = encoding == JsonEncoding::utf32_little || encoding == JsonEncoding::utf32_big;
    const bool big = encoding == JsonEncoding::utf16_big || encoding == JsonEncoding::utf32_big;
    const std::size_t width = wide ? 4 : 2;
    if (bytes.size() % width != 0) return std::nullopt;
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size(); at += width) {
        char32_t code_point = unit_at(bytes, at, width, big);
        if (!wide && is_high_surrogate(code_point) && at + width < bytes.size()) {
            const char32_t low = unit_at(bytes, at + width, width, big);
            if (is_low_surrogate(low)) {
                code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
                at += width;
            }
        }
        if (is_high_surrogate(code_point) || is_low_surrogate(code_point) || code_point > 0x10FFFF) return std::nullopt;
        text::append(out, code_point);
    }
    return out;
}

}  // namespace herald
