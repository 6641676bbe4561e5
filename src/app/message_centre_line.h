#pragma once

#include <memory>

#include "base/settings.h"
#include "delivery/providers/smpp.h"
#include "http/server.h"
#include "inbound/inbound_texts.h"
#include "receipts/receipts.h"

namespace herald::app {

/// The session with the message centre that the settings name: messages go out through it, receipts and received texts
/// come in.
class MessageCentreLine {
public:
    struct Parts {
        http::AsioLoop& loop;
        const Clock& clock;
        Metrics& metrics;
        receipts::Receipts& receipts;
        inbound::InboundTexts& texts;
    };
    MessageCentreLine(const Settings& settings, Parts parts);
    ~MessageCentreLine() { stop(); }

    void start() { client_->start(); }
    /// Nothing comes in or goes out any more; `idle` once what had come in is durable.
    void stop() { client_->stop(); }
    bool idle() const { return client_->idle(); }

    std::unique_ptr<delivery::SmsProvider> provider() const;

private:
    Task<std::uint32_t> take(smpp::ShortMessage message);
    Task<std::uint32_t> take_receipt(smpp::DeliveryReceipt told);
    Task<std::uint32_t> take_text(smpp::ShortMessage message);

    Parts parts_;
    delivery::SmppSettings settings_;
    std::shared_ptr<smpp::Client> client_;
};

}  // namespace herald::app
