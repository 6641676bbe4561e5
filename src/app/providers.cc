#include "app/providers.h"

#include "app/providers_sql.h"
#include "balancing/provider_store.h"
#include "delivery/providers/directory.h"
#include "delivery/providers/firetext.h"
#include "delivery/providers/http_sms.h"
#include "delivery/providers/mmg.h"
#include "delivery/providers/ses.h"
#include "delivery/providers/smtp.h"
#include "delivery/providers/twilio.h"
#include "objects/file_store.h"

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
    ses.timeout = std::chrono::seconds(settings.ses_timeout_seconds);
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
    smtp.timeout = std::chrono::seconds(settings.smtp_timeout_seconds);
    smtp.envelope_from = settings.smtp_from;
    if (settings.smtp_accepted_status == SmtpAccepted::sending) smtp.status_on_acceptance = std::nullopt;
    return smtp;
}

delivery::HttpSmsSettings http_sms_settings(const Settings& settings, const delivery::HttpSmsAdapter& adapter) {
    delivery::HttpSmsSettings http_sms;
    http_sms.adapter = adapter;
    http_sms.user = settings.http_sms_user;
    http_sms.secret = settings.http_sms_secret;
    http_sms.timeout = std::chrono::seconds(settings.provider_timeout_seconds);
    return http_sms;
}

delivery::TwilioSettings twilio_settings(const Settings& settings) {
    delivery::TwilioSettings twilio;
    if (!settings.twilio_url.empty()) twilio.url = settings.twilio_url;
    twilio.account = settings.twilio_account;
    twilio.token = settings.twilio_token;
    twilio.messaging_service = settings.twilio_messaging_service;
    twilio.callback_url = twilio_callback_url(settings);
    twilio.timeout = std::chrono::seconds(settings.provider_timeout_seconds);
    return twilio;
}

/// Files and the threads that write them.
struct MessageDirectory {
    MessageDirectory(const std::string& path, Loop& loop, Timestamp now)
        : pool(2, 1024), files(path, loop, pool, now) {}
    BlockingPool pool;
    objects::FileStore files;
};

std::shared_ptr<objects::ObjectStore> open_directory(const Settings& settings, const ProviderParts& parts) {
    const auto opened = std::make_shared<MessageDirectory>(settings.message_directory, parts.loop, parts.clock.now());
    return {opened, &opened->files};
}

bool is_written(const Settings& settings, std::string_view channel) {
    return !settings.message_directory.empty() && settings.message_directory_channels.contains(channel);
}

/// A way for text messages that the installation brings itself.
bool has_own_sms(const Settings& settings) {
    return !settings.smpp_url.empty() || !settings.http_sms_adapter.empty() || !settings.twilio_account.empty() ||
           is_written(settings, "sms");
}

void add_own(delivery::ProviderPool& pool, db::Store& store, std::string_view name,
             std::unique_ptr<delivery::SmsProvider> provider) {
    const SystemClock clock;
    RandomIdSource ids(clock);
    store.write_now([&](db::Transaction& tx) {
        tx.execute(sql::add_provider, {provider->identifier(), name, "sms"});
        balancing::complete_providers(tx, ids);
    });
    pool.add(std::move(provider));
}

void add_sms_providers(delivery::ProviderPool& pool, const ProviderParts& parts, const Settings& settings,
                       const std::string& sandbox_url) {
    const bool own = has_own_sms(settings);
    if (!own || !settings.mmg_url.empty())
        pool.add(std::make_unique<delivery::MmgProvider>(parts.client, mmg_settings(settings, sandbox_url)));
    if (!own || !settings.firetext_url.empty())
        pool.add(std::make_unique<delivery::FiretextProvider>(parts.client, firetext_settings(settings, sandbox_url)));
    if (const auto* line = parts.gateways.line()) add_own(pool, parts.store, "SMPP", line->provider());
    if (const auto& adapter = parts.gateways.http_sms_adapter())
        add_own(pool, parts.store, "HTTP",
                std::make_unique<delivery::HttpSmsProvider>(parts.client, http_sms_settings(settings, *adapter)));
    if (!settings.twilio_account.empty())
        add_own(pool, parts.store, "Twilio",
                std::make_unique<delivery::TwilioProvider>(parts.client, twilio_settings(settings)));
}

}  // namespace

bool needs_sandbox(const Settings& settings) {
    return !has_own_sms(settings) && (settings.mmg_url.empty() || settings.firetext_url.empty());
}

bool sends_by_ses(const Settings& settings) {
    return settings.smtp_url.empty() && !is_written(settings, "email");
}

void add_providers(delivery::ProviderPool& pool, const ProviderParts& parts, const Settings& settings,
                   const std::string& sandbox_url) {
    std::shared_ptr<objects::ObjectStore> directory;
    if (!settings.message_directory.empty()) directory = open_directory(settings, parts);
    if (is_written(settings, "sms"))
        add_own(pool, parts.store, "Directory", std::make_unique<delivery::DirectorySmsProvider>(directory));
    else add_sms_providers(pool, parts, settings, sandbox_url);

    if (sends_by_ses(settings))
        return pool.add(
            std::make_unique<delivery::SesProvider>(parts.client, parts.clock, ses_settings(settings, sandbox_url)));
    if (is_written(settings, "email"))
        return pool.use_only(std::make_unique<delivery::DirectoryEmailProvider>(directory, parts.clock));
    delivery::SmtpSettings smtp = smtp_settings(settings);
    smtp.return_path = parts.gateways.return_path();
    smtp.signers = parts.gateways.signers();
    pool.use_only(std::make_unique<delivery::SmtpProvider>(parts.client, parts.clock, smtp));
}

}  // namespace herald::app
