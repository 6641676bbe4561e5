#include "smpp/alphabet.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace herald::smpp {
namespace {

constexpr char escape = 0x1B;

/// The default alphabet in the order of its codes; 0x1B leads to the extension table.
constexpr std::u32string_view alphabet =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    U"abcdefghijklmnopqrstuvwxyzäöñüà";
static_assert(alphabet.size() == 128);

struct Extension {
    char32_t character;
    char code;
};
constexpr std::array<Extension, 10> extensions{{{U'\f', 0x0A},
                                                {U'^', 0x14},
                                                {U'{', 0x28},
                                                {U'}', 0x29},
                                                {U'\\', 0x2F},
                                                {U'[', 0x3C},
                                                {U'~', 0x3D},
                                                {U']', 0x3E},
                                                {U'|', 0x40},
                                                {U'€', 0x65}}};

bool append_gsm7(std::string& out, char32_t c) {
    const auto at = alphabet.find(c);
    if (at != std::u32string_view::npos && c != U'\x1B') {
        out.push_back(static_cast<char>(at));
        return true;
    }
    const auto* extension = std::ranges::find(extensions, c, &Extension::character);
    if (extension == extensions.end()) return false;
    out.push_back(escape);
    out.push_back(extension->code);
    return true;
}

void append_unit(std::string& out, std::uint32_t unit) {
    out.push_back(static_cast<char>(unit >> 8));
    out.push_back(static_cast<char>(unit & 0xFF));
}

std::string gsm7_to_utf8(std::string_view septets) {
    std::string out;
    for (std::size_t i = 0; i < septets.size(); ++i) {
        const auto code = static_cast<unsigned char>(septets[i]);
        if (septets[i] == escape && i + 1 < septets.size()) {
            const auto* extension = std::ranges::find(extensions, septets[++i], &Extension::code);
            text::append(out, extension == extensions.end() ? text::replacement_character : extension->character);
        } else {
            text::append(out,
                         code < alphabet.size() && septets[i] != escape ? alphabet[code] : text::replacement_character);
        }
    }
    return out;
}

std::string ucs2_to_utf8(std::string_view bytes) {
    std::string out;
    const auto unit_at = [&](std::size_t i) -> char32_t {
        return static_cast<char32_t>(static_cast<unsigned char>(bytes[i]) << 8 |
                                     static_cast<unsigned char>(bytes[i + 1]));
    };
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const char32_t unit = unit_at(i);
        const bool leads = unit >= 0xD800 && unit < 0xDC00 && i + 3 < bytes.size();
        const char32_t next = leads ? unit_at(i + 2) : 0;
        if (leads && next >= 0xDC00 && next < 0xE000) {
            text::append(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            i += 2;
        } else {
            text::append(out, unit);
        }
    }
    return out;
}

/// What one alphabet allows: bytes of a message alone and of a part, and where a part must not end.
struct Limits {
    std::size_t single, part;
};
constexpr Limits gsm7_limits{160, 153};
constexpr Limits ucs2_limits{140, 134};

bool may_end_at(std::string_view encoded, std::size_t end, bool ucs2) {
    if (!ucs2) return encoded[end - 1] != escape;
    const auto last_unit = static_cast<unsigned char>(encoded[end - 2]);
    return last_unit < 0xD8 || last_unit > 0xDB;
}

std::vector<std::string_view> cut(std::string_view encoded, std::size_t bytes_max, bool ucs2) {
    std::vector<std::string_view> pieces;
    while (!encoded.empty()) {
        std::size_t end = std::min(bytes_max, encoded.size());
        if (end < encoded.size() && !may_end_at(encoded, end, ucs2)) end -= ucs2 ? 2 : 1;
        pieces.push_back(encoded.substr(0, end));
        encoded.remove_prefix(end);
    }
    return pieces;
}

}  // namespace

std::optional<std::string> to_gsm7(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size();) {
        const text::CodePoint c = text::decode(utf8, at);
        at += c.bytes;
        if (!append_gsm7(out, c.value)) return std::nullopt;
    }
    return out;
}

std::string to_ucs2(std::string_view utf8) {
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) {
        const text::CodePoint c = text::decode(utf8, at);
        at += c.bytes;
        if (c.value < 0x10000) {
            append_unit(out, c.value);
            continue;
        }
        append_unit(out, 0xD800 + ((c.value - 0x10000) >> 10));
        append_unit(out, 0xDC00 + ((c.value - 0x10000) & 0x3FF));
    }
    return out;
}

std::string to_utf8(std::string_view content, std::uint8_t data_coding) {
    if (data_coding == coding_ucs2) return ucs2_to_utf8(content);
    if (data_coding == coding_default) return gsm7_to_utf8(content);
    std::string out;
    for (const char c : content) text::append(out, static_cast<unsigned char>(c));
    return out;
}

Parts split_text(std::string_view utf8, std::uint8_t reference) {
    Parts parts;
    const std::optional<std::string> gsm7 = to_gsm7(utf8);
    const std::string encoded = gsm7 ? *gsm7 : to_ucs2(utf8);
    const Limits& limits = gsm7 ? gsm7_limits : ucs2_limits;
    parts.data_coding = gsm7 ? coding_default : coding_ucs2;
    if (encoded.size() <= limits.single) {
        parts.contents.push_back(encoded);
        return parts;
    }
    parts.has_udh = true;
    const auto pieces = cut(encoded, limits.part, !gsm7);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        std::string content{
            0x05, 0x00, 0x03, static_cast<char>(reference), static_cast<char>(pieces.size()), static_cast<char>(i + 1)};
        parts.contents.push_back(content.append(pieces[i]));
    }
    return parts;
}

}  // namespace herald::smpp
