#pragma once

#include <optional>
#include <string_view>

#include "smpp/messages.h"

namespace herald::smpp {

/// Which piece of a longer text a message is.
struct Segment {
    std::uint16_t reference = 0;  ///< the sender's, the same in all of them
    std::uint8_t total = 0;
    std::uint8_t number = 0;  ///< from 1
};

/// What a message carries beside its headers (contract providers §20.3).
struct Carried {
    std::string_view content;        ///< of the message, without its user data header
    std::optional<Segment> segment;  ///< by that header or by the `sar_` parameters; null: a text of its own
};
/// Pure. A header that is none stays in the content, and numbers that make no sense are as if there were none.
Carried read_carried(const ShortMessage& message);

}  // namespace herald::smpp
