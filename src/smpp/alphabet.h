#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::smpp {

/// Values of `data_coding`.
inline constexpr std::uint8_t coding_default = 0;
inline constexpr std::uint8_t coding_ascii = 1;
inline constexpr std::uint8_t coding_latin1 = 3;
inline constexpr std::uint8_t coding_ucs2 = 8;

/// GSM 03.38, one septet a byte; characters of the extension table take two. Null when a character is in neither.
std::optional<std::string> to_gsm7(std::string_view utf8);
/// UTF-16 big endian.
std::string to_ucs2(std::string_view utf8);
/// What a received message says, by its `data_coding`; what cannot be read becomes U+FFFD.
std::string to_utf8(std::string_view content, std::uint8_t data_coding);

/// A text as the messages that carry it (contract providers §20.3): one, or parts that each begin with a header of the
/// concatenation (UDH), `reference` being the same in all of them. GSM-7 where every character is in it, else UCS-2.
/// No escape sequence and no surrogate pair is split.
struct Parts {
    std::uint8_t data_coding = coding_default;
    bool has_udh = false;
    std::vector<std::string> contents;
};
Parts split_text(std::string_view utf8, std::uint8_t reference);

}  // namespace herald::smpp
