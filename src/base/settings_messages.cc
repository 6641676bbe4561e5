#include "base/settings_messages.h"

#include "base/settings_kinds.h"

namespace herald {
namespace {

using namespace setting_kinds;

constexpr std::int64_t day_seconds = 86'400;

Problem check_smtp_url(std::string_view value) {
    if (value.starts_with("smtp://") || value.starts_with("smtps://")) return {};
    return "must start with smtp:// or smtps://";
}

}  // namespace

void add_sms_providers(std::vector<Setting>& table) {
    constexpr std::string_view group = "Providers of text messages";
    using S = Settings;
    table.push_back(base_url({"mmg-url", group, "URL", "MMG's endpoint; not set: the sandbox"}, &S::mmg_url));
    table.push_back(text({"mmg-key", group, "TEXT", "MMG's API key", true}, &S::mmg_key));
    table.push_back(
        base_url({"mmg-receipt-url", group, "URL", "Where MMG is asked to post receipts; not set: as its console says"},
                 &S::mmg_receipt_url));
    table.push_back(
        base_url({"firetext-url", group, "URL", "Firetext's endpoint; not set: the sandbox"}, &S::firetext_url));
    table.push_back(text({"firetext-key", group, "TEXT", "Firetext's API key", true}, &S::firetext_key));
    table.push_back(text({"firetext-international-key", group, "TEXT",
                          "Firetext's API key for numbers outside the United Kingdom", true},
                         &S::firetext_international_key));
    table.push_back(base_url({"firetext-receipt-url", group, "URL",
                              "Where Firetext is asked to post receipts; not set: as its console says"},
                             &S::firetext_receipt_url));
}

void add_email_providers(std::vector<Setting>& table) {
    constexpr std::string_view group = "Providers of email";
    using S = Settings;
    table.push_back(base_url({"ses-url", group, "URL", "Endpoint of Amazon SES; not set: the sandbox"}, &S::ses_url));
    table.push_back(text({"ses-region", group, "REGION", "Region that requests to SES are signed for"}, &S::ses_region,
                         check_not_blank));
    table.push_back(text({"ses-access-key", group, "TEXT", "Access key id for SES", true}, &S::ses_access_key));
    table.push_back(text({"ses-secret-key", group, "TEXT", "Secret access key for SES", true}, &S::ses_secret_key));
    table.push_back(integer({"ses-timeout-seconds", group, "SECONDS",
                             "How long SES may take for an email; one that was cut short may have arrived"},
                            &S::ses_timeout_seconds, 1, 600));
    table.push_back(
        text({"smtp-url", group, "URL", "smtp://host:587 or smtps://host:465: emails leave through this server"},
             &S::smtp_url, check_smtp_url));
    table.push_back(text({"smtp-user", group, "NAME", "User name at the SMTP server"}, &S::smtp_user));
    table.push_back(text({"smtp-password", group, "TEXT", "Password at the SMTP server", true}, &S::smtp_password));
    table.push_back(text({"smtp-from", group, "ADDRESS",
                          "Envelope sender and From address for all mail by SMTP; not set: each service's own"},
                         &S::smtp_from));
    table.push_back(
        text({"smtp-ca-file", group, "FILE", "PEM certificate of an authority to trust besides the system's"},
             &S::smtp_ca_file));
    table.push_back(integer({"smtp-timeout-seconds", group, "SECONDS",
                             "How long handing over an email may take; one that was cut short may have arrived"},
                            &S::smtp_timeout_seconds, 1, 600));
    table.push_back(choice({"smtp-accepted-status", group, "STATUS",
                            "Status of a mail that the SMTP server has taken: delivered or sending"},
                           &S::smtp_accepted_status, std::array<std::string_view, 2>{"delivered", "sending"}));
}

void add_delivery(std::vector<Setting>& table) {
    constexpr std::string_view group = "Delivery";
    using S = Settings;
    table.push_back(integer({"provider-timeout-seconds", group, "SECONDS", "How long a provider may take to answer"},
                            &S::provider_timeout_seconds, 1, 300));
    table.push_back(integer({"send-retries", group, "COUNT", "Tries after the first before a message is given up"},
                            &S::send_retries, 0, 1000));
    table.push_back(integer({"send-retry-seconds", group, "SECONDS", "Time between tries"}, &S::send_retry_seconds, 0,
                            day_seconds));
    table.push_back(integer({"delivery-concurrency", group, "COUNT", "Calls to providers under way at once"},
                            &S::delivery_concurrency, 1, 10'000));
    table.push_back(integer(
        {"delivery-queue-max", group, "COUNT", "Messages waiting for a provider in memory; more wait in the store"},
        &S::delivery_queue_max, 1, 1'000'000));
    table.push_back(integer({"sending-timeout-seconds", group, "SECONDS",
                             "After what time a message without a receipt counts as a temporary failure"},
                            &S::sending_timeout_seconds, 60, 30 * day_seconds));
    table.push_back(choice({"timeout-created", group, "WORD",
                            "A message that was never sent is, after that time, left alone (keep) or ended "
                            "(technical-failure)"},
                           &S::timeout_created, std::array<std::string_view, 2>{"keep", "technical-failure"}));
    table.push_back(integer({"replay-grace-seconds", group, "SECONDS",
                             "Age at which a message that nobody is going to send is queued again"},
                            &S::replay_grace_seconds, 60, day_seconds));
}

void add_balancing(std::vector<Setting>& table) {
    constexpr std::string_view group = "Choice between providers";
    using S = Settings;
    table.push_back(choice({"sms-strategy", group, "WORD",
                            "weighted: text messages are shared out by priority; primary: all go to the provider with "
                            "the lowest one"},
                           &S::sms_strategy, std::array<std::string_view, 2>{"weighted", "primary"}));
    table.push_back(numbers_by_name({"sms-resting-points", group, "NAME=PRIORITY,…",
                                     "Priorities that providers of text messages drift back to after a trouble"},
                                    &S::sms_resting_points, 0, 100));
    table.push_back(integer({"sms-rest-after-seconds", group, "SECONDS", "Time without a change before they drift"},
                            &S::sms_rest_after_seconds, 0, day_seconds));
    table.push_back(integer({"sms-priority-step", group, "COUNT", "By how much a priority moves at a time"},
                            &S::sms_priority_step, 1, 100));
    table.push_back(rate({"sms-slow-ratio", group, "SHARE",
                          "Share of a provider's messages that must be slow for it to lose priority, 0 to 1"},
                         &S::sms_slow_ratio));
    table.push_back(integer({"sms-slow-after-seconds", group, "SECONDS", "Delivery time from which on one is slow"},
                            &S::sms_slow_after_seconds, 1, day_seconds));
    table.push_back(integer({"sms-slow-window-seconds", group, "SECONDS", "Messages younger than this are looked at"},
                            &S::sms_slow_window_seconds, 60, day_seconds));
    table.push_back(integer({"sms-slow-quiet-seconds", group, "SECONDS",
                             "Time after any change of a priority in which slow delivery changes none"},
                            &S::sms_slow_quiet_seconds, 0, day_seconds));
    table.push_back(integer({"sms-errors-max", group, "COUNT", "Failed requests to a provider that are borne"},
                            &S::sms_errors_max, 0, 1'000'000));
    table.push_back(integer({"sms-errors-window-seconds", group, "SECONDS", "The time in which they are counted"},
                            &S::sms_errors_window_seconds, 1, 3600));
    table.push_back(integer({"sms-errors-quiet-seconds", group, "SECONDS",
                             "Time after any change of a priority in which errors change none"},
                            &S::sms_errors_quiet_seconds, 0, day_seconds));
    table.push_back(numbers_by_name(
        {"provider-concurrency", group, "NAME=COUNT,…", "Calls under way at once to a provider, by each process"},
        &S::provider_concurrency, 1, 10'000));
    table.push_back(numbers_by_name(
        {"provider-rates", group, "NAME=COUNT,…", "Messages a second that a provider is given, by each process"},
        &S::provider_rates, 1, 1'000'000));
    table.push_back(integer({"provider-breaker-failures", group, "COUNT",
                             "Failures in a row after which a provider is left alone for a moment; 0: never"},
                            &S::provider_breaker_failures, 0, 1'000'000));
    table.push_back(integer({"provider-breaker-seconds", group, "SECONDS",
                             "How long it is left alone at first; up to six times that when it goes on failing"},
                            &S::provider_breaker_seconds, 1, 3600));
}

void add_receipts(std::vector<Setting>& table) {
    constexpr std::string_view group = "Receipts";
    using S = Settings;
    table.push_back(choice(
        {"sns-verify", group, "WORD", "Check of the signatures of SNS: on, off, or auto (off only for the sandbox)"},
        &S::sns_verify, std::array<std::string_view, 3>{"auto", "on", "off"}));
    table.push_back(make(
        {"sns-topics", group, "ARN,…", "Topics that receipts are taken from; not set: any whose signature holds"},
        [](S& s, std::string_view value) -> Problem {
            s.sns_topics = split_list(value);
            return {};
        },
        [](const S& s) { return join_list(s.sns_topics); }, true));
    table.push_back(text(
        {"receipts-user", group, "NAME", "User name that providers of text messages must give when they post receipts"},
        &S::receipts_user));
    table.push_back(
        text({"receipts-password", group, "TEXT", "Password that goes with it", true}, &S::receipts_password));
    table.push_back(choice({"receipts-unknown-level", group, "LEVEL", "Log level of a receipt that matches no message"},
                           &S::receipts_unknown_level, level_words));
    table.push_back(integer({"receipts-early-seconds", group, "SECONDS",
                             "Age of a mail up to which its receipt is kept although its reference is not known yet"},
                            &S::receipts_early_seconds, 0, day_seconds));
}

void add_received_texts(std::vector<Setting>& table) {
    constexpr std::string_view group = "Received text messages";
    using S = Settings;
    table.push_back(
        list({"mmg-inbound-users", group, "NAME,…", "User names that MMG may give when it hands over a received text"},
             &S::mmg_inbound_users));
    table.push_back(list({"mmg-inbound-passwords", group, "TEXT,…",
                          "Passwords that MMG may give; several, so that one can be changed without a gap", true},
                         &S::mmg_inbound_passwords));
    table.push_back(list({"firetext-inbound-passwords", group, "TEXT,…",
                          "Passwords that Firetext may give, whose user name is notify", true},
                         &S::firetext_inbound_passwords));
}

void add_callbacks(std::vector<Setting>& table) {
    constexpr std::string_view group = "Callbacks to services";
    using S = Settings;
    table.push_back(
        choice({"callbacks-allow-http", group, "WORD", "Where callbacks may go without TLS: off, loopback or on"},
               &S::callbacks_allow_http, std::array<std::string_view, 3>{"off", "loopback", "on"}));
    table.push_back(boolean(
        {"callbacks-on-technical-failure", group, "BOOL", "Whether a service is told that a message was given up"},
        &S::callbacks_on_technical_failure));
    table.push_back(
        integer({"callback-timeout-seconds", group, "SECONDS", "How long a service's endpoint may take to answer"},
                &S::callback_timeout_seconds, 1, 300));
    table.push_back(integer({"callback-retries", group, "COUNT", "Tries after the first before a callback is given up"},
                            &S::callback_retries, 0, 1000));
    table.push_back(integer({"callback-retry-seconds", group, "SECONDS", "Time between tries"},
                            &S::callback_retry_seconds, 0, day_seconds));
    table.push_back(integer({"callback-retry-hours", group, "HOURS",
                             "How long a callback is tried on after those, ever more rarely; 0: not at all"},
                            &S::callback_retry_hours, 0, 24 * 7));
    table.push_back(integer({"callback-suspend-hours", group, "HOURS",
                             "After how long without any answer an endpoint is not called any more"},
                            &S::callback_suspend_hours, 1, 24 * 30));
    table.push_back(
        integer({"callback-concurrency", group, "COUNT", "Calls to one service's endpoint under way at once"},
                &S::callback_concurrency, 1, 10'000));
    table.push_back(integer(
        {"callback-log-days", group, "DAYS", "How long the log of calls and the failed ones, for replay, are kept"},
        &S::callback_log_days, 1, 90));
    table.push_back(integer({"callback-log-max", group, "COUNT", "Calls kept in the log of one service"},
                            &S::callback_log_max, 0, 10'000'000));
}

}  // namespace herald
