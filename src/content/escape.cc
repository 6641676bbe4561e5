#include "content/escape.h"

#include <optional>

#include "base/find_any.h"
#include "base/text.h"
#include "content/named_references.h"

namespace herald::content {
namespace {

/// What browsers show for numbers of the Windows-1252 control range, by the HTML standard's table.
constexpr char32_t windows_1252[] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                     0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                     0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                     0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

bool stands_for_nothing(char32_t c) {
    const bool control = (c >= 1 && c <= 8) || c == 0xB || (c >= 0xE && c <= 0x1F) || c == 0x7F;
    return control || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

std::string decode_number(char32_t c) {
    std::string out;
    if (c >= 0x80 && c <= 0x9F) c = windows_1252[c - 0x80];
    if (c == 0) c = text::replacement_character;
    if (!stands_for_nothing(c)) text::append(out, c);
    return out;
}

std::optional<std::string> decode_numeric(std::string_view digits) {
    int base = 10;
    if (!digits.empty() && (digits[0] == 'x' || digits[0] == 'X')) {
        base = 16;
        digits.remove_prefix(1);
    }
    if (digits.empty()) return std::nullopt;
    char32_t value = 0;
    for (const char c : digits) {
        int digit = -1;
        if (c >= '0' && c <= '9') digit = c - '0';
        if (base == 16 && c >= 'a' && c <= 'f') digit = c - 'a' + 10;
        if (base == 16 && c >= 'A' && c <= 'F') digit = c - 'A' + 10;
        if (digit < 0) return std::nullopt;
        if (value <= 0x10FFFF) value = value * base + digit;  // Past that it is no code point whatever follows.
    }
    return value > 0x10FFFF ? decode_number(text::replacement_character) : decode_number(value);
}

struct Reference {
    std::size_t length;  ///< from `&` to `;`
    std::string decoded;
};

/// The character reference at `at`, which holds `&`. Names have at most 32 letters and digits.
std::optional<Reference> reference_at(std::string_view source, std::size_t at) {
    constexpr std::size_t name_length_max = 32;
    const bool numeric = source.substr(at + 1, 1) == "#";
    const std::string_view ahead = numeric ? source.substr(at + 1) : source.substr(at + 1, name_length_max + 1);
    const std::size_t end = ahead.find_first_not_of("#0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (end == std::string_view::npos || ahead[end] != ';') return std::nullopt;
    if (numeric) {
        auto decoded = decode_numeric(ahead.substr(1, end - 1));
        if (!decoded) return std::nullopt;
        return Reference{end + 2, std::move(*decoded)};
    }
    const std::string_view decoded = named_reference(ahead.substr(0, end));
    if (decoded.empty()) return std::nullopt;
    return Reference{end + 2, std::string(decoded)};
}

}  // namespace

std::string escape_html(std::string_view source) {
    std::string out;
    out.reserve(source.size() + source.size() / 8);
    const auto append_escaped = [&out](std::string_view plain) {
        for (std::size_t at = 0; at < plain.size();) {
            const std::size_t next = text::find_any<'&', '<', '>'>(plain, at);
            out.append(plain, at, next - at);
            if (next < plain.size()) out += plain[next] == '&' ? "&amp;" : plain[next] == '<' ? "&lt;" : "&gt;";
            at = next + 1;
        }
    };
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t next = std::min(source.find('&', at), source.size());
        append_escaped(source.substr(at, next - at));
        at = next;
        if (at == source.size()) break;
        const std::string_view rest = source.substr(at);
        if (rest.starts_with("&nbsp;") || rest.starts_with("&amp;")) {
            const std::size_t length = rest[1] == 'n' ? 6 : 5;
            out += rest.substr(0, length);
            at += length;
        } else if (const auto reference = reference_at(source, at)) {
            append_escaped(reference->decoded);
            at += reference->length;
        } else {
            out += "&amp;";
            ++at;
        }
    }
    return out;
}

std::string decode_references(std::string_view source) {
    std::string out;
    out.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t next = std::min(source.find('&', at), source.size());
        out += source.substr(at, next - at);
        at = next;
        if (at == source.size()) break;
        if (const auto reference = reference_at(source, at)) {
            out += reference->decoded;
            at += reference->length;
        } else {
            out += '&';
            ++at;
        }
    }
    return out;
}

}  // namespace herald::content
