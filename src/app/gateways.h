#pragma once

#include <optional>

#include "app/message_centre_line.h"
#include "delivery/providers/http_sms_adapter.h"
#include "mail/dkim.h"
#include "mail/lmtp_server.h"
#include "mail/report.h"
#include "mail/return_path.h"
#include "receipts/gateway_routes.h"

namespace herald::app {

/// The ways of sending that an installation brings itself, and what comes back through them: the line to a message
/// centre, receipts of providers that are configured, and the door at which the mail server hands over bounces.
class Gateways {
public:
    struct Parts {
        http::AsioLoop& loop;
        const Clock& clock;
        Metrics& metrics;
        const crypto::Sealer& sealer;
        receipts::Receipts& receipts;
        inbound::InboundTexts& texts;
    };
    /// Throws InstallationError when a file or a key that the settings name is not what it should be.
    Gateways(const Settings& settings, const Parts& parts);
    ~Gateways() { stop(); }

    /// The object must outlive the router.
    void add_to(http::Router& router);
    /// Opens the door for bounces, in a process of the role `api`; throws when the address is taken.
    void listen();
    /// Opens the line to the message centre, in a process of the role `delivery`.
    void connect();
    /// Nothing comes in any more; `idle` once what had come in is durable.
    void stop();
    bool idle() const;

    /// What the providers are made of.
    const MessageCentreLine* line() const { return line_ ? &*line_ : nullptr; }
    const std::optional<delivery::HttpSmsAdapter>& http_sms_adapter() const { return adapter_; }
    std::shared_ptr<const mail::ReturnPath> return_path() const { return return_path_; }
    const std::vector<mail::DkimSigner>& signers() const { return signers_; }

private:
    Task<bool> take_bounce(mail::ReceivedMail mail);
    Task<void> take_report(Uuid notification_id, mail::DeliveryReport report);
    Task<void> take_complaint(mail::ComplaintReport report, std::optional<Uuid> notification_id);

    const Settings& settings_;
    Parts parts_;
    std::optional<delivery::HttpSmsAdapter> adapter_;
    std::shared_ptr<const mail::ReturnPath> return_path_;  ///< null: bounces are not heard of
    std::vector<mail::DkimSigner> signers_;
    std::optional<receipts::GatewayRoutes> routes_;
    std::optional<MessageCentreLine> line_;
    std::optional<mail::LmtpServer> bounces_;
};

/// Where Twilio is asked to post what becomes of messages.
std::string twilio_callback_url(const Settings& settings);

}  // namespace herald::app
