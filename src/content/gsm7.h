#pragma once

#include <string_view>

namespace herald::content {

/// What becomes of one character in a text message (content.md §2.3).
struct SmsCharacter {
    std::string_view becomes;  ///< UTF-8; may be empty
    bool is_extended;          ///< costs two septets
    bool is_welsh;             ///< not in the GSM alphabet: makes the message UCS-2
};

SmsCharacter to_sms_character(char32_t c);

}  // namespace herald::content
