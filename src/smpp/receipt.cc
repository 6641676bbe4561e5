#include "smpp/receipt.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace herald::smpp {
namespace {

struct StateWord {
    MessageState state;
    std::string_view word;  ///< as it stands after `stat:`
};
constexpr std::array<StateWord, 9> words{{{MessageState::enroute, "ENROUTE"},
                                          {MessageState::enroute, "BUFFRED"},
                                          {MessageState::delivered, "DELIVRD"},
                                          {MessageState::expired, "EXPIRED"},
                                          {MessageState::deleted, "DELETED"},
                                          {MessageState::undeliverable, "UNDELIV"},
                                          {MessageState::accepted, "ACCEPTD"},
                                          {MessageState::unknown, "UNKNOWN"},
                                          {MessageState::rejected, "REJECTD"}}};

/// The word after `key:` (lower case), whatever the case of the key in the text. The key stands at the beginning or
/// after a space, so that `id:` is not found inside another word.
std::string_view value_of(std::string_view text, std::string_view lower, std::string_view key) {
    for (std::size_t at = lower.find(key); at != std::string_view::npos; at = lower.find(key, at + 1)) {
        if (at > 0 && lower[at - 1] != ' ') continue;
        std::string_view value = text.substr(at + key.size());
        value = value.substr(0, value.find(' '));
        return value.substr(0, value.find('\0'));
    }
    return {};
}

std::optional<MessageState> state_of(std::string_view word) {
    const std::string lower = text::to_lower_ascii(word);
    for (const StateWord& known : words)
        if (text::to_lower_ascii(known.word) == lower) return known.state;
    return std::nullopt;
}

std::string without_end(std::string_view value) {
    return std::string(value.substr(0, value.find('\0')));
}

/// One byte for the kind of network, two for its code.
std::string network_error(std::string_view value) {
    if (value.size() != 3) return {};
    return fmt::format("{}", static_cast<unsigned char>(value[1]) << 8 | static_cast<unsigned char>(value[2]));
}

void read_parameters(const ShortMessage& message, DeliveryReceipt& receipt, std::optional<MessageState>& state) {
    if (const std::string* id = message.find(tag::receipted_message_id)) receipt.message_id = without_end(*id);
    const std::string* told = message.find(tag::message_state);
    if (told && told->size() == 1) {
        const auto value = static_cast<std::uint8_t>((*told)[0]);
        if (value >= 1 && value <= 8) state = static_cast<MessageState>(value);
    }
    if (const std::string* error = message.find(tag::network_error_code)) receipt.error = network_error(*error);
}

}  // namespace

std::string_view to_text(MessageState state) {
    const auto* found = std::ranges::find(words, state, &StateWord::state);
    return found == words.end() ? "UNKNOWN" : found->word;
}

std::optional<DeliveryReceipt> read_receipt(const ShortMessage& message) {
    const std::uint8_t type = message.esm_class & esm_type_bits;
    if (type != esm_receipt && type != esm_intermediate) return std::nullopt;
    DeliveryReceipt receipt;
    std::optional<MessageState> state;
    read_parameters(message, receipt, state);
    const std::string lower = text::to_lower_ascii(message.content);
    if (receipt.message_id.empty()) receipt.message_id = value_of(message.content, lower, "id:");
    if (!state) state = state_of(value_of(message.content, lower, "stat:"));
    if (receipt.error.empty()) receipt.error = value_of(message.content, lower, "err:");
    if (receipt.message_id.empty() || !state) return std::nullopt;
    receipt.state = *state;
    return receipt;
}

std::string receipt_text(const DeliveryReceipt& receipt, std::string_view date) {
    const bool delivered = receipt.state == MessageState::delivered;
    return fmt::format("id:{} sub:001 dlvrd:{} submit date:{} done date:{} stat:{} err:{} text:", receipt.message_id,
                       delivered ? "001" : "000", date, date, to_text(receipt.state),
                       receipt.error.empty() ? "000" : receipt.error);
}

}  // namespace herald::smpp
