#include "content/gsm7.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace herald::content {
namespace {

struct Entry {
    char32_t code_point;
    SmsCharacter character;
};

/// Everything that is kept or has a replacement, sorted by code point.
constexpr Entry entries[] = {
#include "content/gsm7_table.inc"
};

constexpr SmsCharacter unmapped{"?", false, false};
constexpr char32_t direct_end = 0x200;

/// The frequent ones by index. The rest is searched.
constexpr std::array<SmsCharacter, direct_end> direct = [] {
    std::array<SmsCharacter, direct_end> table{};
    for (SmsCharacter& character : table) character = unmapped;
    for (const Entry& entry : entries)
        if (entry.code_point < direct_end) table[entry.code_point] = entry.character;
    return table;
}();

}  // namespace

SmsCharacter to_sms_character(char32_t c) {
    if (c < direct_end) return direct[c];
    const auto* at = std::lower_bound(std::begin(entries), std::end(entries), c,
                                      [](const Entry& entry, char32_t code) { return entry.code_point < code; });
    return at != std::end(entries) && at->code_point == c ? at->character : unmapped;
}

}  // namespace herald::content
