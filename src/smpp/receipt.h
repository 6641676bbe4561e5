#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "smpp/messages.h"

namespace herald::smpp {

/// The states of contract providers §20.4, with their values of `message_state`.
enum class MessageState : std::uint8_t {
    enroute = 1,
    delivered = 2,
    expired = 3,
    deleted = 4,
    undeliverable = 5,
    accepted = 6,
    unknown = 7,
    rejected = 8,
};
std::string_view to_text(MessageState state);

/// What a centre says became of a message that it had accepted.
struct DeliveryReceipt {
    std::string message_id;  ///< as the centre wrote it
    MessageState state = MessageState::unknown;
    std::string error;  ///< of the network, as the centre wrote it; empty: none
};

/// Reads a deliver_sm that is a receipt: from its optional parameters, else from its text
/// (`id:… sub:… dlvrd:… submit date:… done date:… stat:DELIVRD err:000 text:…`). Null when it is none, or names no
/// message or no state.
std::optional<DeliveryReceipt> read_receipt(const ShortMessage& message);

/// The content of a receipt as centres write it, for the emulator: dates are YYMMDDhhmm.
std::string receipt_text(const DeliveryReceipt& receipt, std::string_view date);

}  // namespace herald::smpp
