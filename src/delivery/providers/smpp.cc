#include "delivery/providers/smpp.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/log.h"
#include "base/text.h"
#include "delivery/providers/exchange.h"
#include "smpp/alphabet.h"
#include "smpp/command_status.h"

namespace herald::delivery {
namespace {

using notifications::Status;
using Outcome = SendResult::Outcome;
using smpp::StatusClass;
using smpp::Submitted;
using MessageIds = SmppSettings::MessageIds;

/// One form for an id, however it is written: lower case, without leading zeros, in hexadecimal where one side of the
/// conversation writes it so. What is no number stays as it is.
std::string canonical(std::string_view id, bool is_decimal) {
    std::string lower = text::to_lower_ascii(id);
    const std::string_view digits =
        std::string_view(lower).substr(std::min(lower.find_first_not_of('0'), lower.size()));
    if (!is_decimal) return digits.empty() ? lower : std::string(digits);
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failure != std::errc() || end != digits.data() + digits.size()) return lower;
    return fmt::format("{:x}", number);
}

std::string reference_of(const Submitted& answer, const SmppSettings& settings) {
    return canonical(answer.message_id, settings.message_ids == MessageIds::hexadecimal_receipts);
}

std::string describe(const Submitted& answer) {
    if (answer.outcome != Submitted::Outcome::answered) return "smpp " + answer.error;
    return fmt::format("smpp 0x{:02X}", answer.status);
}

/// What one part's answer means alone.
Outcome outcome_of(const Submitted& answer) {
    if (answer.outcome == Submitted::Outcome::lost) return Outcome::unknown;
    if (answer.outcome == Submitted::Outcome::unsent) return Outcome::retryable;
    switch (smpp::classify(answer.status)) {
        case StatusClass::accepted:
            return Outcome::accepted;
        case StatusClass::throttled:
            return Outcome::throttled;
        case StatusClass::undeliverable:
            return Outcome::undeliverable;
        case StatusClass::rejected:
            return Outcome::rejected;
        case StatusClass::retryable:
        case StatusClass::rebind:
        case StatusClass::configuration:
            break;
    }
    return Outcome::retryable;
}

/// The weightier of two parts' outcomes decides about the message.
int weight(Outcome outcome) {
    switch (outcome) {
        case Outcome::accepted:
            return 0;
        case Outcome::throttled:
            return 1;
        case Outcome::retryable:
            return 2;
        case Outcome::unknown:
            return 3;
        case Outcome::undeliverable:
            return 4;
        case Outcome::rejected:
            return 5;
    }
    return 0;
}

std::optional<Status> status_of(const smpp::DeliveryReceipt& told, const SmppSettings& settings) {
    using smpp::MessageState;
    switch (told.state) {
        case MessageState::enroute:
            return std::nullopt;
        case MessageState::delivered:
            return Status::delivered;
        case MessageState::accepted:
            return Status::pending;
        case MessageState::expired:
        case MessageState::unknown:
            return Status::temporary_failure;
        case MessageState::undeliverable:
            return settings.temporary_errors.contains(told.error) ? Status::temporary_failure
                                                                  : Status::permanent_failure;
        case MessageState::deleted:
        case MessageState::rejected:
            break;
    }
    return Status::permanent_failure;
}

}  // namespace

std::vector<smpp::ShortMessage> SmppProvider::messages_for(const OutgoingSms& message) {
    constexpr std::uint8_t final_receipt = 1;
    // The same on every try, so that a phone that gets a part twice knows it.
    const smpp::Parts parts = smpp::split_text(message.content, message.notification_id.bytes[15]);
    std::vector<smpp::ShortMessage> messages;
    for (const std::string& content : parts.contents) {
        smpp::ShortMessage part;
        part.source = smpp::sender_address(message.sender);
        part.destination = smpp::recipient_address(message.recipient);
        part.esm_class = parts.has_udh ? smpp::esm_udh : 0;
        part.registered_delivery = final_receipt;
        part.data_coding = parts.data_coding;
        part.content = content;
        messages.push_back(std::move(part));
    }
    return messages;
}

SendResult SmppProvider::classify(std::span<const Submitted> answers, const SmppSettings& settings) {
    const auto worst =
        std::ranges::max_element(answers, {}, [](const Submitted& answer) { return weight(outcome_of(answer)); });
    const Outcome outcome = outcome_of(*worst);
    if (outcome != Outcome::accepted) {
        const bool some_accepted =
            std::ranges::any_of(answers, [](const Submitted& a) { return outcome_of(a) == Outcome::accepted; });
        // Parts that were taken go out: to try again is to send them twice.
        const bool again = outcome == Outcome::throttled || outcome == Outcome::retryable;
        return failed(some_accepted && again ? Outcome::unknown : outcome, describe(*worst));
    }
    SendResult result;
    result.outcome = outcome;
    result.reference = reference_of(answers.front(), settings);
    if (answers.size() > 1)
        for (const Submitted& answer : answers) result.parts.push_back(reference_of(answer, settings));
    return result;
}

std::optional<receipts::Receipt> SmppProvider::receipt_for(const smpp::DeliveryReceipt& told,
                                                           const SmppSettings& settings) {
    const std::optional<Status> status = status_of(told, settings);
    if (!status) return std::nullopt;
    receipts::Receipt receipt;
    receipt.key = receipts::Receipt::Key::provider_reference;
    receipt.reference = canonical(told.message_id, settings.message_ids == MessageIds::decimal_receipts);
    receipt.provider = "smpp";
    receipt.status = *status;
    receipt.status_code = to_text(told.state);
    receipt.detail_code = told.error;
    return receipt;
}

Task<SendResult> SmppProvider::send(const OutgoingSms& message) {
    const Uuid id = message.notification_id;
    const auto begun_at = std::chrono::steady_clock::now();
    std::vector<smpp::ShortMessage> messages = messages_for(message);
    std::vector<Submitted> answers = co_await client_->submit(std::move(messages));
    SendResult result = classify(answers, settings_);
    const auto elapsed = std::chrono::steady_clock::now() - begun_at;
    log_exchange("smpp", id, result, std::chrono::duration_cast<Duration>(elapsed));
    for (const Submitted& answer : answers)
        if (answer.outcome == Submitted::Outcome::answered &&
            smpp::classify(answer.status) == StatusClass::configuration)
            log::error("provider_configuration", "the message centre refuses how messages are described",
                       {{"provider", "smpp"}, {"code", describe(answer)}});
    co_return result;
}

}  // namespace herald::delivery
