#include "app/gateways.h"

#include <fstream>
#include <sstream>

#include "app/installation.h"
#include "base/log.h"

namespace herald::app {
namespace {

constexpr std::string_view twilio_path = "/notifications/sms/twilio";

std::optional<delivery::HttpSmsAdapter> read_adapter(const std::string& path) {
    if (path.empty()) return std::nullopt;
    std::ifstream file(path, std::ios::binary);
    if (!file) throw InstallationError("http-sms-adapter: " + path + " cannot be read");
    std::stringstream text;
    text << file.rdbuf();
    auto adapter = delivery::parse_adapter(text.str());
    if (const auto* wrong = std::get_if<std::string>(&adapter))
        throw InstallationError("http-sms-adapter: " + path + ": " + *wrong);
    return std::get<delivery::HttpSmsAdapter>(std::move(adapter));
}

void add_signer(std::vector<mail::DkimSigner>& signers, const std::string& selector, const std::string& key,
                const std::string& domain) {
    if (selector.empty() && key.empty()) return;
    if (selector.empty() || key.empty()) throw InstallationError("a DKIM signature needs a selector and a key");
    auto made = mail::DkimSigner::make(key, selector, domain);
    if (const auto* wrong = std::get_if<std::string>(&made))
        throw InstallationError("the DKIM key of " + selector + ": " + *wrong);
    signers.push_back(std::get<mail::DkimSigner>(std::move(made)));
}

receipts::GatewayRoutes::Options route_options(const Settings& settings,
                                               const std::optional<delivery::HttpSmsAdapter>& adapter) {
    receipts::GatewayRoutes::Options options;
    if (adapter) options.http_sms = adapter->receipts;
    options.user = settings.receipts_user;
    options.password = settings.receipts_password;
    options.twilio_token = settings.twilio_account.empty() ? "" : settings.twilio_token;
    options.twilio_url = twilio_callback_url(settings);
    return options;
}

}  // namespace

std::string twilio_callback_url(const Settings& settings) {
    return settings.api_url() + std::string(twilio_path);
}

Gateways::Gateways(const Settings& settings, const Parts& parts)
    : settings_(settings), parts_(parts), adapter_(read_adapter(settings.http_sms_adapter)) {
    if (!settings.smtp_bounce_domain.empty())
        return_path_ = std::make_shared<const mail::ReturnPath>(parts.sealer, settings.smtp_bounce_domain);
    add_signer(signers_, settings.dkim_selector, settings.dkim_key, settings.dkim_domain);
    add_signer(signers_, settings.dkim_second_selector, settings.dkim_second_key, settings.dkim_domain);
    routes_.emplace(parts.receipts, route_options(settings, adapter_));
}

void Gateways::add_to(http::Router& router) {
    routes_->add_to(router);
}

void Gateways::listen() {
    if (!settings_.lmtp_listen || !return_path_) return;
    mail::LmtpServer::Options options;
    options.address = settings_.lmtp_listen->host;
    options.port = settings_.lmtp_listen->port;
    options.host = settings_.smtp_bounce_domain;
    bounces_.emplace(
        parts_.loop, options,
        [path = return_path_](std::string_view recipient) {
            return path->read_address(recipient).has_value() || path->is_for_complaints(recipient);
        },
        [this](mail::ReceivedMail mail) { return take_bounce(std::move(mail)); });
    log::info("lmtp_listens", "Bounces and complaints are taken by LMTP", {{"port", bounces_->port()}});
}

void Gateways::connect() {
    if (settings_.smpp_url.empty()) return;
    line_.emplace(settings_,
                  MessageCentreLine::Parts{parts_.loop, parts_.clock, parts_.metrics, parts_.receipts, parts_.texts});
    line_->start();
}

void Gateways::stop() {
    if (line_) line_->stop();
    if (bounces_) bounces_->stop();
}

bool Gateways::idle() const {
    return (!line_ || line_->idle()) && (!bounces_ || bounces_->idle());
}

Task<bool> Gateways::take_bounce(mail::ReceivedMail mail) {
    mail::Report report = mail::read_report(mail.content);
    std::optional<Uuid> about;
    for (const std::string& recipient : mail.recipients)
        if (!about) about = return_path_->read_address(recipient);
    bool taken = true;
    try {
        if (report.delivery && about) co_await take_report(*about, std::move(*report.delivery));
        else if (report.complaint) co_await take_complaint(std::move(*report.complaint), about);
        else log::info("bounce_ignored", "A mail to a return path is neither a bounce nor a complaint");
    } catch (const db::StoreError& error) {
        log::warning("request_refused", "A bounce was refused because the store takes nothing now",
                     {{"error", error.what()}});
        taken = false;
    }
    co_return taken;
}

Task<void> Gateways::take_report(Uuid notification_id, mail::DeliveryReport report) {
    using Result = mail::DeliveryReport::Result;
    using notifications::Status;
    if (report.result == Result::delayed) co_return;
    receipts::Receipt receipt;
    receipt.reference = notification_id.to_string();
    receipt.provider = "smtp";
    receipt.status = report.result == Result::delivered           ? Status::delivered
                     : report.result == Result::temporary_failure ? Status::temporary_failure
                                                                  : Status::permanent_failure;
    receipt.status_code = report.result == Result::delivered ? "delivered" : "failed";
    receipt.detail_code = report.status;
    co_await parts_.receipts.accept(std::move(receipt));
}

Task<void> Gateways::take_complaint(mail::ComplaintReport report, std::optional<Uuid> notification_id) {
    // The token in the message that somebody complains about is ours, or nobody's.
    if (!notification_id) notification_id = return_path_->read_token(report.token);
    if (!notification_id) {
        log::warning("complaint_unknown", "A complaint is about no message of ours");
        co_return;
    }
    receipts::Complaint complaint;
    complaint.notification_id = notification_id;
    complaint.feedback_id = std::move(report.report_id);
    complaint.type = std::move(report.type);
    complaint.date = parts_.clock.now();
    co_await parts_.receipts.accept(std::move(complaint));
}

}  // namespace herald::app
