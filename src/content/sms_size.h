#pragma once

#include <cstddef>
#include <string_view>

namespace herald::content {

/// Most characters of a text message, the service's name not counted (content.md §2.6).
inline constexpr std::size_t sms_characters_max = 918;

/// How long a finished text message is (content.md §2.5).
struct SmsSize {
    std::size_t characters = 0;  ///< code points, extension characters once
    std::size_t extended = 0;    ///< how many of ^ { } \ [ ~ ] | € there are: two septets each
    bool ucs2 = false;           ///< holds a Welsh letter that is not in the GSM alphabet

    /// Billable units: 160 or 153 septets each, in UCS-2 70 or 67 characters. 1 for an empty text.
    std::size_t fragments() const;
};

/// Measures a text that render_sms made.
SmsSize measure_sms(std::string_view finished);

}  // namespace herald::content
