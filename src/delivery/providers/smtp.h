#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "delivery/provider.h"
#include "http/client.h"
#include "mail/dkim.h"
#include "mail/return_path.h"

namespace herald::delivery {

struct SmtpSettings {
    std::string url;  ///< smtp://host:587 (STARTTLS) or smtps://host:465
    std::string user;
    std::string password;
    bool require_tls = true;
    std::string ca_file;            ///< an authority beside the system's; empty: none
    std::string from_address;       ///< the From address of all mail; empty: each message's own
    std::string envelope_from;      ///< where bounces go; empty: the From address
    std::string message_id_domain;  ///< right side of the Message-ID; empty: the host of the From address
    /// Few hosts report success, so the next hop's 250 counts as delivered unless this says otherwise (§19.4).
    std::optional<notifications::Status> status_on_acceptance = notifications::Status::delivered;
    /// Makes the envelope sender of each message; null: bounces are not heard of.
    std::shared_ptr<const mail::ReturnPath> return_path;
    std::vector<mail::DkimSigner> signers;
    Duration timeout = std::chrono::seconds(60);
};

/// Submission to a mail server (contract providers §19). The reference is the Message-ID without its brackets; it is
/// the same on every try, so a receiver can recognise a repeated message.
class SmtpProvider final : public EmailProvider {
public:
    SmtpProvider(http::Client& client, const Clock& clock, SmtpSettings settings);
    std::string_view identifier() const override { return "smtp"; }
    Task<SendResult> send(const OutgoingEmail& message) override;

    /// The two pure halves of `send`; classification is the table of §19.3.
    static http::Client::Mail mail_for(const OutgoingEmail& message, const SmtpSettings& settings, Timestamp now);
    static SendResult classify(const http::Client::MailResponse& response);

private:
    http::Client& client_;
    const Clock& clock_;
    const SmtpSettings settings_;
};

}  // namespace herald::delivery
