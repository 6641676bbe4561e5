#include "delivery/providers/smtp.h"

#include <fmt/format.h>

#include <array>

#include "base/log.h"
#include "delivery/providers/email_text.h"
#include "delivery/providers/exchange.h"

namespace herald::delivery {
namespace {

/// `x.y.z` of RFC 3463, as three numbers.
struct EnhancedCode {
    int kind = 0, subject = 0, detail = 0;
    bool operator==(const EnhancedCode&) const = default;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Reads up to three digits from the front of `text`, or answers -1.
int take_number(std::string_view& text) {
    int value = -1;
    for (int count = 0; count < 3 && !text.empty() && is_digit(text.front()); ++count) {
        value = std::max(value, 0) * 10 + (text.front() - '0');
        text.remove_prefix(1);
    }
    return value;
}

/// The code at the beginning of a reply's text, after `550 ` or `550-` when the reply line still has that.
std::optional<EnhancedCode> enhanced_code(std::string_view reply) {
    if (reply.size() > 4 && is_digit(reply[0]) && is_digit(reply[1]) && is_digit(reply[2]) &&
        (reply[3] == ' ' || reply[3] == '-'))
        reply.remove_prefix(4);
    EnhancedCode code;
    code.kind = take_number(reply);
    if (!reply.starts_with('.') || (code.kind != 2 && code.kind != 4 && code.kind != 5)) return std::nullopt;
    reply.remove_prefix(1);
    code.subject = take_number(reply);
    if (code.subject < 0 || !reply.starts_with('.')) return std::nullopt;
    reply.remove_prefix(1);
    code.detail = take_number(reply);
    if (code.detail < 0) return std::nullopt;
    return code;
}

bool speaks_of_rate(std::string_view reply) {
    std::string lower(reply);
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(tolower(c)); });
    constexpr std::array words{"rate limit", "ratelimit", "too many", "too much", "throttl", "try again slower"};
    return std::ranges::any_of(words, [&](const char* word) { return lower.find(word) != std::string::npos; });
}

/// Only codes go into the log: servers like to repeat the recipient in their text.
std::string describe(int code, const std::optional<EnhancedCode>& enhanced) {
    if (!enhanced) return fmt::format("smtp {}", code);
    return fmt::format("smtp {} {}.{}.{}", code, enhanced->kind, enhanced->subject, enhanced->detail);
}

bool is_configuration(int code) {
    return code == 530 || code == 534 || code == 535 || code == 538;
}

SendResult classify_temporary(int code, std::string_view reply, const std::optional<EnhancedCode>& enhanced) {
    const bool security = enhanced && enhanced->kind == 4 && enhanced->subject == 7;
    const bool rate = (code == 450 || code == 451) && speaks_of_rate(reply);
    return failed(security || rate ? SendResult::Outcome::throttled : SendResult::Outcome::retryable,
                  describe(code, enhanced));
}

SendResult classify_permanent(int code, const std::optional<EnhancedCode>& enhanced) {
    const std::string error = describe(code, enhanced);
    if (is_configuration(code)) return failed(SendResult::Outcome::retryable, "configuration: " + error);
    if (!enhanced) return failed(SendResult::Outcome::rejected, error);
    constexpr std::array unknown_recipient{EnhancedCode{5, 1, 1}, EnhancedCode{5, 1, 2}, EnhancedCode{5, 1, 3},
                                           EnhancedCode{5, 1, 6}, EnhancedCode{5, 1, 10}};
    const bool unknown = std::ranges::find(unknown_recipient, *enhanced) != unknown_recipient.end();
    const bool disabled = *enhanced == EnhancedCode{5, 2, 1};
    const bool full = *enhanced == EnhancedCode{5, 2, 2};
    if (((code == 550 || code == 551 || code == 553) && unknown) || disabled)
        return failed(SendResult::Outcome::undeliverable, error);
    if (!full) return failed(SendResult::Outcome::rejected, error);
    SendResult result = failed(SendResult::Outcome::undeliverable, error);
    result.status_when_undeliverable = notifications::Status::temporary_failure;
    return result;
}

const std::string& from_address_of(const OutgoingEmail& message, const SmtpSettings& settings) {
    return settings.from_address.empty() ? message.from_address : settings.from_address;
}

}  // namespace

SmtpProvider::SmtpProvider(http::Client& client, const Clock& clock, SmtpSettings settings)
    : client_(client), clock_(clock), settings_(std::move(settings)) {}

http::Client::Mail SmtpProvider::mail_for(const OutgoingEmail& message, const SmtpSettings& settings, Timestamp now) {
    const std::string& from = from_address_of(message, settings);
    MimeMessage mime = mime_for(message, from, message_id_for(message, from, settings.message_id_domain), now);
    std::string envelope_from = settings.envelope_from.empty() ? from : settings.envelope_from;
    if (settings.return_path) {
        envelope_from = settings.return_path->address_for(message.notification_id);
        mime.token = settings.return_path->token_for(message.notification_id);
    }
    http::Client::Mail mail;
    mail.url = settings.url;
    mail.user = settings.user;
    mail.password = settings.password;
    mail.require_tls = settings.require_tls;
    mail.ca_file = settings.ca_file;
    mail.from = wire_address(envelope_from);
    mail.to = wire_address(message.recipient);
    const std::string text = to_mime(mime);
    const std::string wire_from = wire_address(from);
    for (const mail::DkimSigner& signer : settings.signers)
        mail.content += signer.header_for(text, wire_from.substr(wire_from.rfind('@') + 1), now);
    mail.content += text;
    mail.timeout = settings.timeout;
    return mail;
}

SendResult SmtpProvider::classify(const http::Client::MailResponse& response) {
    const std::optional<EnhancedCode> enhanced = enhanced_code(response.reply);
    const int code = response.code;
    if (response.outcome != http::ClientOutcome::answered) return classify_silence(response.outcome);
    if (is_success(code)) return failed(SendResult::Outcome::accepted, {});
    if (code >= 400 && code < 500) return classify_temporary(code, response.reply, enhanced);
    if (code >= 500 && code < 600) return classify_permanent(code, enhanced);
    return failed(SendResult::Outcome::retryable, describe(code, enhanced));
}

Task<SendResult> SmtpProvider::send(const OutgoingEmail& message) {
    const Uuid id = message.notification_id;
    std::string reference = message_id_for(message, from_address_of(message, settings_), settings_.message_id_domain);
    const http::Client::MailResponse response =
        co_await client_.submit_mail(mail_for(message, settings_, clock_.now()));
    SendResult result = classify(response);
    if (result.outcome == SendResult::Outcome::accepted) {
        result.reference = std::move(reference);
        result.status_on_acceptance = settings_.status_on_acceptance;
    }
    log_exchange("smtp", id, result, response.elapsed);
    if (is_configuration(response.code))
        log::error("provider_configuration", "the mail server refuses our credentials or session",
                   {{"provider", "smtp"}, {"code", response.code}});
    co_return result;
}

}  // namespace herald::delivery
