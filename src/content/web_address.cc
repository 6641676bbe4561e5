#include "content/web_address.h"

#include <algorithm>

#include "base/text.h"
#include "content/characters.h"

namespace herald::content {
namespace {

bool is_ascii_letter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The end of a label, a run of word characters and hyphens.
std::size_t skip_label(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        const text::CodePoint c = text::decode(text, at);
        if (!is_word(c.value) && c.value != '-') break;
        at += c.bytes;
    }
    return at;
}

/// The end of a last label of 2 to 63 letters that starts here: no word character and no `@` may follow.
std::optional<std::size_t> skip_top_level(std::string_view text, std::size_t at) {
    constexpr std::size_t letters_max = 63;
    std::size_t end = at;
    while (end < text.size() && is_ascii_letter(static_cast<unsigned char>(text[end]))) ++end;
    if (end - at < 2 || end - at > letters_max) return std::nullopt;
    if (end < text.size() && (text[end] == '@' || is_word(text::decode(text, end).value))) return std::nullopt;
    return end;
}

std::size_t skip_path(std::string_view text, std::size_t at) {
    if (at == text.size() || (text[at] != '/' && text[at] != '?' && text[at] != '#')) return at;
    while (at < text.size() && text[at] != '<') {
        const text::CodePoint c = text::decode(text, at);
        if (text::is_space(c.value)) break;
        at += c.bytes;
    }
    return at;
}

/// Labels joined by single dots.
struct Labels {
    std::size_t end;                         ///< where no label or dot follows
    std::optional<std::size_t> address_end;  ///< behind the last label that can end an address
};

Labels read_labels(std::string_view text, std::size_t at) {
    Labels labels{skip_label(text, at), std::nullopt};
    while (labels.end > at && labels.end < text.size() && text[labels.end] == '.') {
        at = labels.end + 1;
        if (const auto end = skip_top_level(text, at)) labels.address_end = end;
        labels.end = skip_label(text, at);
        if (labels.end == at) break;
    }
    return labels;
}

std::size_t skip_scheme(std::string_view text, std::size_t at) {
    const std::string start = text::to_lower_ascii(text.substr(at, 8));
    if (start == "https://") return at + 8;
    return start.starts_with("http://") ? at + 7 : at;
}

}  // namespace

std::optional<WebAddress> find_web_address(std::string_view source, std::size_t from) {
    std::size_t at = from;
    // What stands before `from` was an address, so the character there can't be part of another one.
    char32_t before = from > 0 ? static_cast<unsigned char>(source[from - 1]) : U' ';
    while (at < source.size()) {
        const text::CodePoint c = text::decode(source, at);
        // A hyphen counts as a word's beginning only where a word ends before it.
        const bool word_edge = is_word(c.value) != is_word(before);
        const bool can_start = word_edge && before != '@' && before != '.' && (is_word(c.value) || c.value == '-');
        if (!can_start) {
            before = c.value;
            at += c.bytes;
            continue;
        }
        const std::size_t host = skip_scheme(source, at);
        const Labels labels = read_labels(source, host);
        if (labels.address_end) return WebAddress{at, skip_path(source, *labels.address_end)};
        // No start inside these labels can do better: it would have the same dots, or fewer, before it.
        const std::size_t next = std::max(labels.end, at + c.bytes);
        before = next == at + c.bytes ? c.value : static_cast<unsigned char>(source[next - 1]);
        if (before >= 0x80) before = 'a';  // The last byte of a word character.
        at = next;
    }
    return std::nullopt;
}

}  // namespace herald::content
