#include "app/stage_options.h"

#include <unistd.h>

#include "app/providers.h"
#include "base/text.h"

namespace herald::app {
namespace {

std::string host_name() {
    char name[256] = {};
    return gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

}  // namespace

notifications::CountShards count_shards(const Settings& settings, const Uuid& worker) {
    constexpr std::int64_t processes_apart = 8;
    const std::int64_t slot = settings.on_postgres() ? worker.bytes[15] % processes_apart : 0;
    return {slot * notifications::CountShards::per_process};
}

http::ServerOptions server_options(const Settings& settings) {
    http::ServerOptions options;
    options.address = settings.listen.host;
    options.port = settings.listen.port;
    options.tls_certificate_file = settings.tls_certificate;
    options.tls_key_file = settings.tls_key;
    options.connections_max = static_cast<std::size_t>(settings.connections_max);
    options.requests_max = static_cast<std::size_t>(settings.requests_max);
    return options;
}

workers::Lease::Options lease_options(const Settings& settings) {
    workers::Lease::Options options;
    options.length = std::chrono::seconds(settings.lease_seconds);
    options.roles = text::join(settings.roles, ",");
    options.host = host_name();
    options.alone = !settings.on_postgres();
    options.restart_wait = std::chrono::seconds(settings.restart_wait_seconds);
    const std::int64_t mail = settings.smtp_url.empty() ? settings.ses_timeout_seconds : settings.smtp_timeout_seconds;
    if (mail > settings.provider_timeout_seconds) options.mail_timeout = std::chrono::seconds(mail);
    return options;
}

callbacks::Sender::Options callback_options(const Settings& settings) {
    callbacks::Sender::Options options;
    options.retries_max = static_cast<int>(settings.callback_retries);
    options.retry_delay = std::chrono::seconds(settings.callback_retry_seconds);
    options.timeout = std::chrono::seconds(settings.callback_timeout_seconds);
    options.retry_for = std::chrono::hours(settings.callback_retry_hours);
    options.suspend_after = std::chrono::hours(settings.callback_suspend_hours);
    options.in_flight_per_endpoint_max = static_cast<std::size_t>(settings.callback_concurrency);
    return options;
}

callbacks::LogLimits callback_log_limits(const Settings& settings) {
    return {static_cast<int>(settings.callback_log_days), static_cast<std::size_t>(settings.callback_log_max)};
}

Duration text_parts_wait(const Settings& settings) {
    return std::chrono::seconds(settings.smpp_parts_seconds);
}

services::OwnService own_service(const Settings& settings) {
    return {settings.installation_name, settings.default_sms_sender};
}

delivery::Delivery::Options delivery_options(const Settings& settings) {
    delivery::Delivery::Options options;
    options.retries_max = static_cast<int>(settings.send_retries);
    options.retry_delay = std::chrono::seconds(settings.send_retry_seconds);
    options.send_timeout = std::chrono::seconds(settings.provider_timeout_seconds);
    options.in_flight_max = static_cast<std::size_t>(settings.delivery_concurrency);
    options.queue_max = static_cast<std::size_t>(settings.delivery_queue_max);
    options.callback_on_technical_failure = settings.callbacks_on_technical_failure;
    options.applier = applier_options(settings);
    options.installation = {settings.installation_name, settings.email_domain, settings.installation_colour};
    return options;
}

receipts::ReceiptRoutes::Options receipt_options(const Settings& settings) {
    // Where email goes another way nothing is heard from SES: whoever says to be it has to prove it.
    const bool sandbox_plays_ses =
        sends_by_ses(settings) && settings.ses_url.empty() && settings.ses_access_key.empty();
    receipts::ReceiptRoutes::Options options;
    options.user = settings.receipts_user;
    options.password = settings.receipts_password;
    options.verify_sns = settings.sns_verify == SnsVerification::on ||
                         (settings.sns_verify == SnsVerification::automatic && !sandbox_plays_ses);
    options.topics = {settings.sns_topics.begin(), settings.sns_topics.end()};
    return options;
}

delivery::TimeOutOptions time_out_options(const Settings& settings) {
    delivery::TimeOutOptions options;
    options.after = std::chrono::seconds(settings.sending_timeout_seconds);
    options.created_too = settings.timeout_created == TimeOutCreated::technical_failure;
    options.callback_on_technical_failure = settings.callbacks_on_technical_failure;
    return options;
}

delivery::ReplayOptions replay_options(const Settings& settings) {
    delivery::ReplayOptions options;
    options.grace = std::chrono::seconds(settings.replay_grace_seconds);
    return options;
}

receipts::ApplierOptions applier_options(const Settings& settings) {
    receipts::ApplierOptions options;
    options.early_window = std::chrono::seconds(settings.receipts_early_seconds);
    options.slow_after = std::chrono::seconds(settings.sms_slow_after_seconds);
    return options;
}

balancing::BalanceRules balance_rules(const Settings& settings) {
    balancing::BalanceRules rules;
    rules.strategy =
        settings.sms_strategy == SmsStrategy::primary ? balancing::Strategy::primary : balancing::Strategy::weighted;
    rules.step = settings.sms_priority_step;
    rules.slow_ratio = settings.sms_slow_ratio;
    rules.slow_after = std::chrono::seconds(settings.sms_slow_after_seconds);
    rules.slow_window = std::chrono::seconds(settings.sms_slow_window_seconds);
    rules.slow_quiet = std::chrono::seconds(settings.sms_slow_quiet_seconds);
    rules.errors_max = settings.sms_errors_max;
    rules.errors_window = std::chrono::seconds(settings.sms_errors_window_seconds);
    rules.errors_quiet = std::chrono::seconds(settings.sms_errors_quiet_seconds);
    rules.resting_points = settings.sms_resting_points;
    rules.rest_after = std::chrono::seconds(settings.sms_rest_after_seconds);
    return rules;
}

delivery::ProviderPool::Options provider_pool_options(const Settings& settings) {
    delivery::ProviderPool::Options options;
    options.strategy = balance_rules(settings).strategy;
    options.gate.failures = settings.provider_breaker_failures;
    options.gate.open_for = std::chrono::seconds(settings.provider_breaker_seconds);
    options.gate.open_for_max = options.gate.open_for * 6;
    options.concurrency = settings.provider_concurrency;
    options.rates = settings.provider_rates;
    return options;
}

}  // namespace herald::app
