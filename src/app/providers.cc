#include "app/providers.h"

#include "app/providers_sql.h"
#include "balancing/provider_store.h"
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

delivery::MmgSettings mmg_settings(const Settings& settings, const std::string& sandbox_url) {
    delivery::MmgSettings mmg;
    mmg.url = or_sandbox(settings.mmg_url, sandbox_url, "/mmg");
    mmg.api_key = settings.mmg_key;
    mmg.receipt_url = settings.mmg_receipt_url;
    mmg.timeout = std::chrono::seconds(settings.provider_timeout_seconds);
    return mmg;
}

delivery::FiretextSettings firetext_settings(const Settings& settings, const std::string& sandbox_url) {
    delivery::FiretextSettings firetext;
    firetext.url = or_sandbox(settings.firetext_url, sandbox_url, "/firetext");
    firetext.api_key = settings.firetext_key;
    firetext.international_api_key = settings.firetext_international_key;
    firetext.receipt_url = settings.firetext_receipt_url;
    firetext.timeout = std::chrono::seconds(settings.provider_timeout_seconds);
    return firetext;
}

delivery::SesSettings ses_settings(const Settings& settings, const std::string& sandbox_url) {
    delivery::SesSettings ses;
    ses.region = settings.ses_region;
    // With keys and no URL it is Amazon's own; without both, the sandbox.
    const bool is_amazon = settings.ses_url.empty() && !settings.ses_access_key.empty();
    ses.endpoint = is_amazon ? std::string() : or_sandbox(settings.ses_url, sandbox_url, "");
    ses.access_key_id = settings.ses_access_key;
    ses.secret_access_key = settings.ses_secret_key;
    return ses;
}

delivery::SmtpSettings smtp_settings(const Settings& settings) {
    delivery::SmtpSettings smtp;
    smtp.url = settings.smtp_url;
    smtp.user = settings.smtp_user;
    smtp.password = settings.smtp_password;
    smtp.ca_file = settings.smtp_ca_file;
    // A mail catcher on this machine speaks no TLS; nothing leaves the machine and no password is sent.
    smtp.require_tls = !settings.smtp_user.empty() || !is_loopback(settings.smtp_url);
    smtp.envelope_from = settings.smtp_from;
    if (settings.smtp_accepted_status == SmtpAccepted::sending) smtp.status_on_acceptance = std::nullopt;
    return smtp;
}

/// A way for text messages that the installation brings itself.
bool has_own_sms(const Settings& settings) {
    return !settings.smpp_url.empty();
}

void add_row(db::Store& store, std::string_view identifier, std::string_view name, std::string_view channel) {
    const SystemClock clock;
    RandomIdSource ids(clock);
    store.write_now([&](db::Transaction& tx) {
        tx.execute(sql::add_provider, {identifier, name, channel});
        balancing::complete_providers(tx, ids);
    });
}

void add_sms_providers(delivery::ProviderPool& pool, db::Store& store, const Settings& settings,
                       const std::string& sandbox_url, http::Client& client, const MessageCentreLine* line) {
    const bool own = has_own_sms(settings);
    if (!own || !settings.mmg_url.empty())
        pool.add(std::make_unique<delivery::MmgProvider>(client, mmg_settings(settings, sandbox_url)));
    if (!own || !settings.firetext_url.empty())
        pool.add(std::make_unique<delivery::FiretextProvider>(client, firetext_settings(settings, sandbox_url)));
    if (line != nullptr) {
        add_row(store, "smpp", "SMPP", "sms");
        pool.add(line->provider());
    }
}

}  // namespace

bool needs_sandbox(const Settings& settings) {
    return !has_own_sms(settings) && (settings.mmg_url.empty() || settings.firetext_url.empty());
}

void add_providers(delivery::ProviderPool& pool, db::Store& store, const Settings& settings,
                   const std::string& sandbox_url, http::Client& client, const Clock& clock,
                   const MessageCentreLine* line) {
    add_sms_providers(pool, store, settings, sandbox_url, client, line);
    pool.add(std::make_unique<delivery::SesProvider>(client, clock, ses_settings(settings, sandbox_url)));
    if (!settings.smtp_url.empty())
        pool.use_only(std::make_unique<delivery::SmtpProvider>(client, clock, smtp_settings(settings)));
}

}  // namespace herald::app
