#pragma once

#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "delivery/provider.h"
#include "receipts/receipt.h"
#include "smpp/client.h"
#include "smpp/receipt.h"

namespace herald::delivery {

struct SmppSettings {
    /// Some centres write the same id in hexadecimal in one place and in decimal in the other.
    enum class MessageIds { same, decimal_receipts, hexadecimal_receipts };
    MessageIds message_ids = MessageIds::same;
    /// Codes of the network, as they stand in receipts, that make an undelivered message a temporary failure: absent
    /// subscriber, memory full, busy. They differ from carrier to carrier.
    std::set<std::string, std::less<>> temporary_errors;
};

/// A message centre, spoken to by SMPP 3.4 (contract providers §20). The centre's id of a message is its reference; a
/// message in several parts has one for each.
class SmppProvider final : public SmsProvider {
public:
    SmppProvider(std::shared_ptr<smpp::Client> client, SmppSettings settings)
        : client_(std::move(client)), settings_(std::move(settings)) {}

    std::string_view identifier() const override { return "smpp"; }
    Task<SendResult> send(const OutgoingSms& message) override;

    /// The pure parts of `send`.
    static std::vector<smpp::ShortMessage> messages_for(const OutgoingSms& message);
    static SendResult classify(std::span<const smpp::Submitted> answers, const SmppSettings& settings);
    /// What a receipt says about a message of ours; null when it changes nothing.
    static std::optional<receipts::Receipt> receipt_for(const smpp::DeliveryReceipt& told,
                                                        const SmppSettings& settings);

private:
    std::shared_ptr<smpp::Client> client_;
    const SmppSettings settings_;
};

}  // namespace herald::delivery
