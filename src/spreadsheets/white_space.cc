#include "spreadsheets/white_space.h"

#include <algorithm>

#include "base/text.h"

namespace herald::spreadsheets {
namespace {

bool is_ascii(std::string_view text) {
    // Without an early end, so that the compiler looks at many bytes at a time.
    unsigned char seen = 0;
    for (const char c : text) seen |= static_cast<unsigned char>(c);
    return seen < 0x80;
}

/// Nothing is to be deleted or replaced within it.
bool is_clean(std::string_view source) {
    for (std::size_t at = 0; at < source.size();) {
        const text::CodePoint c = text::decode(source, at);
        if (c.value == text::replacement_character || text::is_zero_width(c.value) || text::is_no_break(c.value))
            return false;
        at += c.bytes;
    }
    return true;
}

}  // namespace

bool is_trimmed(char32_t c) {
    return text::is_ascii_space(c) || text::is_zero_width(c) || text::is_no_break(c);
}

std::size_t trimmed_size(std::string_view source, char also) {
    std::size_t end = source.size();
    while (end > 0) {
        std::size_t start = end - 1;
        while (start > 0 && end - start < 4 && (static_cast<unsigned char>(source[start]) & 0xC0) == 0x80) --start;
        const text::CodePoint c = text::decode(source, start);
        if (start + c.bytes != end) break;
        const bool is_also = also != '\0' && source[start] == also;
        if (!is_also && !is_trimmed(c.value)) break;
        end = start;
    }
    return end;
}

std::string_view strip_cell(std::string_view cell, std::string& arena) {
    if (!is_ascii(cell) && !is_clean(cell)) {
        const std::size_t begin = arena.size();
        arena += text::strip(cell);
        return std::string_view(arena).substr(begin);
    }
    while (!cell.empty() && text::is_ascii_space(static_cast<unsigned char>(cell.front()))) cell.remove_prefix(1);
    while (!cell.empty() && text::is_ascii_space(static_cast<unsigned char>(cell.back()))) cell.remove_suffix(1);
    return cell;
}

}  // namespace herald::spreadsheets
