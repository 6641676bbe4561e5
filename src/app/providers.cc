#include "app/providers.h"

#include "delivery/providers/firetext.h"
#include "delivery/providers/mmg.h"
#include "delivery/providers/ses.h"
#include "delivery/providers/smtp.h"

namespace herald::app {
namespace {

bool is_loopback(std::string_view url) {
    const std::string_view host = url.substr(url.find("://") + 3);
    return host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
}

std::string or_sandbox(const std::string& url, const std::string& sandbox_url, const char* path) {
    return url.empty() ? sandbox_url + path : url;
}

}  // namespace

void add_providers(delivery::ProviderPool& pool, const Settings& settings, const std::string& sandbox_url,
                   http::Client& client, const Clock& clock) {
    const Duration timeout = std::chrono::seconds(settings.provider_timeout_seconds);
    delivery::MmgSettings mmg;
    mmg.url = or_sandbox(settings.mmg_url, sandbox_url, "/mmg");
    mmg.api_key = settings.mmg_key;
    mmg.receipt_url = settings.mmg_receipt_url;
    mmg.timeout = timeout;
    pool.add(std::make_unique<delivery::MmgProvider>(client, mmg));

    delivery::FiretextSettings firetext;
    firetext.url = or_sandbox(settings.firetext_url, sandbox_url, "/firetext");
    firetext.api_key = settings.firetext_key;
    firetext.international_api_key = settings.firetext_international_key;
    firetext.receipt_url = settings.firetext_receipt_url;
    firetext.timeout = timeout;
    pool.add(std::make_unique<delivery::FiretextProvider>(client, firetext));

    delivery::SesSettings ses;
    ses.region = settings.ses_region;
    // With keys and no URL it is Amazon's own; without both, the sandbox.
    const bool is_amazon = settings.ses_url.empty() && !settings.ses_access_key.empty();
    ses.endpoint = is_amazon ? std::string() : or_sandbox(settings.ses_url, sandbox_url, "");
    ses.access_key_id = settings.ses_access_key;
    ses.secret_access_key = settings.ses_secret_key;
    pool.add(std::make_unique<delivery::SesProvider>(client, clock, ses));

    if (settings.smtp_url.empty()) return;
    delivery::SmtpSettings smtp;
    smtp.url = settings.smtp_url;
    smtp.user = settings.smtp_user;
    smtp.password = settings.smtp_password;
    smtp.ca_file = settings.smtp_ca_file;
    // A mail catcher on this machine speaks no TLS; nothing leaves the machine and no password is sent.
    smtp.require_tls = !settings.smtp_user.empty() || !is_loopback(settings.smtp_url);
    smtp.envelope_from = settings.smtp_from;
    if (settings.smtp_accepted_status == SmtpAccepted::sending) smtp.status_on_acceptance = std::nullopt;
    pool.use_only(std::make_unique<delivery::SmtpProvider>(client, clock, smtp));
}

}  // namespace herald::app
