#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/time.h"

namespace herald::inbound {

/// Which piece of a longer text a message is, where a message centre sends it in several (contract providers §20.3).
struct TextPart {
    std::int64_t reference = 0, total = 0, number = 0;
    std::uint8_t data_coding = 0;
};

/// A text message that somebody has sent to a number of ours, as a provider tells it (contract providers §5).
struct InboundText {
    std::string provider;     ///< `mmg`, `firetext`, `smpp`
    std::string destination;  ///< our number, `07…`
    std::string sender;       ///< as the provider wrote it
    std::string content;      ///< decoded; of a part: as it came
    std::string reference;    ///< the provider's; empty when it gives none
    std::optional<Timestamp> provider_date;
    std::optional<TextPart> part;
};

/// What a request says. The destination is looked at first: whose number it is decides before anything else does.
struct InboundReading {
    std::string destination;
    /// The whole message, or the status of the answer to one that lacks something.
    std::variant<InboundText, int> text;
};

/// A body without a destination, or none at all: the status of the answer.
using InboundParse = std::variant<InboundReading, int>;

/// JSON `MSISDN`, `Number`, `Message`, `ID`, `DateRecieved`; the body has been found to be JSON.
InboundParse parse_mmg_text(std::string_view body);
/// A form: `source`, `destination`, `message`, `time`.
InboundParse parse_firetext_text(std::string_view form);

/// MMG's way of writing: `+` is a space, then %-escapes, then backslash escapes (`\n`, `\x79`, `\u2019`). What is no
/// escape stays as it is; bytes that are not UTF-8 become U+FFFD.
std::string decode_mmg_text(std::string_view text);

/// `2017-05-21+11%3A56%3A11` or `2017-05-21 11:56:11`; an offset is dropped and the time taken as UTC.
std::optional<Timestamp> read_provider_date(std::string_view text);

}  // namespace herald::inbound
