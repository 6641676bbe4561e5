#include "content/characters.h"

#include <unicode/uchar.h>

namespace herald::content {

bool is_word(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    constexpr auto letters_and_numbers = static_cast<std::uint32_t>(U_GC_L_MASK | U_GC_N_MASK);
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & letters_and_numbers) != 0;
}

bool is_digit(char32_t c) {
    return u_isdigit(static_cast<UChar32>(c)) != 0;
}

}  // namespace herald::content
