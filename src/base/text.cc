#include "base/text.h"

#include "base/find_any.h"

namespace herald::text {
namespace {

constexpr bool is_continuation(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

constexpr char32_t smallest_of_length[] = {0, 0, 0x80, 0x800, 0x10000};

int length_by_lead(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

}  // namespace

CodePoint decode_multibyte(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const int length = length_by_lead(lead);
    if (length == 0) return {replacement_character, 1};
    char32_t value = lead & (0x7F >> length);
    for (int i = 1; i < length; ++i) {
        if (at + i >= text.size()) return {replacement_character, static_cast<std::uint8_t>(i)};
        const auto byte = static_cast<unsigned char>(text[at + i]);
        if (!is_continuation(byte)) return {replacement_character, static_cast<std::uint8_t>(i)};
        value = (value << 6) | (byte & 0x3F);
    }
    const bool well_formed =
        value >= smallest_of_length[length] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
    // Overlong forms and surrogates: the lead byte alone is replaced, then each of the others.
    if (!well_formed) return {replacement_character, 1};
    return {value, static_cast<std::uint8_t>(length)};
}

void append(std::string& out, char32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = replacement_character;
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += decode(text, at).bytes) ++count;
    return count;
}

std::string to_valid_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = ascii_end(text, at);
        out.append(text, at, end - at);
        at = end;
        if (at == text.size()) break;
        const CodePoint c = decode_multibyte(text, at);
        append(out, c.value);
        at += c.bytes;
    }
    return out;
}

bool is_zero_width(char32_t c) {
    return c == 0x180E || (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF || c == 0x2028 || c == 0x2029;
}

bool is_no_break(char32_t c) {
    return c == 0xA0 || c == 0x202F;
}

bool is_wide_space(char32_t c) {
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_line_separator(char32_t c) {
    return (c >= '\n' && c <= '\r') || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

std::string strip(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode(text, at);
        if (!is_zero_width(c.value) && !is_no_break(c.value)) append(out, c.value);
        at += c.bytes;
    }
    std::size_t begin = 0;
    while (begin < out.size() && is_ascii_space(static_cast<unsigned char>(out[begin]))) ++begin;
    std::size_t end = out.size();
    while (end > begin && is_ascii_space(static_cast<unsigned char>(out[end - 1]))) --end;
    return out.substr(begin, end - begin);
}

std::string squash(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool space_pending = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode(text, at);
        at += c.bytes;
        if (is_zero_width(c.value)) continue;
        if (is_space(c.value)) {
            space_pending = !out.empty();
            continue;
        }
        if (space_pending) out += ' ';
        space_pending = false;
        append(out, c.value);
    }
    return out;
}

std::string tighten(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    std::string out;
    out.reserve(text.size());
    std::size_t done = 0;
    for (std::size_t at = find_any<',', '.'>(text, 0); at < text.size(); at = find_any<',', '.'>(text, at + 1)) {
        std::size_t end = at;
        while (end > done && is_blank(text[end - 1])) --end;
        if (end == at) continue;
        out.append(text, done, end - done);
        done = at;
    }
    return out.append(text, done);
}

std::string_view trim(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        const CodePoint c = decode(text, begin);
        if (!is_space(c.value)) break;
        begin += c.bytes;
    }
    std::size_t end = text.size();
    while (end > begin) {
        std::size_t start = end - 1;
        while (start > begin && is_continuation(static_cast<unsigned char>(text[start])) && end - start < 4) --start;
        const CodePoint c = decode(text, start);
        if (start + c.bytes != end || !is_space(c.value)) break;
        end = start;
    }
    return text.substr(begin, end - begin);
}

std::string to_lower_ascii(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

}  // namespace herald::text
