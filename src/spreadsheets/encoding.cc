#include "spreadsheets/encoding.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace herald::spreadsheets {
namespace {

bool is_valid_utf8(std::string_view source) {
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        // U+FFFD stands for broken bytes, unless it is there itself.
        if (c.value == text::replacement_character && source.substr(at, 3) != "\xEF\xBF\xBD") return false;
        at += c.bytes;
    }
    return true;
}

std::optional<std::string> from_utf16(std::string_view bytes, bool is_big_endian) {
    if (bytes.size() % 2 != 0) return std::nullopt;
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<char32_t>(is_big_endian ? first << 8 | second : second << 8 | first);
    };
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        char32_t c = unit(at);
        if (c >= 0xD800 && c <= 0xDFFF) {
            const char32_t low = at + 3 < bytes.size() ? unit(at + 2) : 0;
            if (c > 0xDBFF || low < 0xDC00 || low > 0xDFFF) return std::nullopt;
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        text::append(out, c);
    }
    return out;
}

std::optional<std::string> from_windows_1252(std::string_view bytes) {
    constexpr std::string_view without_meaning = "\x7F\x81\x8D\x8F\x90\x9D";
    const bool is_text = std::all_of(bytes.begin(), bytes.end(), [&](char byte) {
        const auto c = static_cast<unsigned char>(byte);
        return (c >= ' ' || text::is_ascii_space(c)) && without_meaning.find(byte) == std::string_view::npos;
    });
    if (!is_text) return std::nullopt;
    const icu::UnicodeString decoded(bytes.data(), static_cast<std::int32_t>(bytes.size()), "windows-1252");
    std::string out;
    return decoded.toUTF8String(out);
}

/// Without byte order marks: programs that add one do not always look whether there is one.
std::string_view without(std::string_view mark, std::string_view bytes) {
    while (bytes.starts_with(mark)) bytes.remove_prefix(mark.size());
    return bytes;
}

std::optional<std::string> decode(std::string_view bytes) {
    constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
    constexpr std::string_view little_endian_mark = "\xFF\xFE";
    constexpr std::string_view big_endian_mark = "\xFE\xFF";
    if (bytes.starts_with(little_endian_mark)) return from_utf16(without(little_endian_mark, bytes), false);
    if (bytes.starts_with(big_endian_mark)) return from_utf16(without(big_endian_mark, bytes), true);
    const std::string_view content = without(utf8_mark, bytes);
    return is_valid_utf8(content) ? std::string(content) : from_windows_1252(content);
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view bytes) {
    std::optional<std::string> decoded = decode(bytes);
    if (decoded && decoded->find('\0') != std::string::npos) return std::nullopt;
    return decoded;
}

}  // namespace herald::spreadsheets
