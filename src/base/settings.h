#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"

namespace herald {

/// `host:port`; port 0 means any free one.
struct ListenAddress {
    std::string host;
    std::uint16_t port = 0;

    auto operator<=>(const ListenAddress&) const = default;
    std::string to_string() const;  ///< an IPv6 host in square brackets
};

enum class SnsVerification { automatic, on, off };
/// Where a service's callback may go by plain http. The contract asks for https; loopback is for trying things out.
enum class PlainHttpCallbacks { off, loopback, on };
/// What an SMTP server's acceptance of a mail proves: nothing more will be heard of it.
enum class SmtpAccepted { delivered, sending };
/// In which numerals a message centre writes its ids in the answers and in the receipts.
enum class SmppMessageIds { same, decimal_receipts, hexadecimal_receipts };
/// How text messages are shared out (contract seeds S-078): by chance with weights, or all to the first.
enum class SmsStrategy { weighted, primary };
/// What becomes of a message that is still `created` when others are timed out (seeds S-093).
enum class TimeOutCreated { keep, technical_failure };

/// Everything that can be configured, with its default. The names, sources and help are in settings_table.cc: a flag
/// (`--database-url`), an environment variable (`HERALD_DATABASE_URL`) and a key of the TOML file (`database-url`)
/// all stand for the member `database_url`. Empty text means "not set".
struct Settings {
    // Where it runs
    std::string data = "./herald-data";
    ListenAddress listen{"127.0.0.1", 6011};
    std::optional<ListenAddress> metrics_listen = ListenAddress{"127.0.0.1", 6012};  ///< empty: `off`
    std::string metrics_token;  ///< not empty: `GET /metrics` where the API answers, for who has it
    /// Any of api, delivery, callbacks, scheduler, sandbox.
    std::set<std::string, std::less<>> roles{"api", "callbacks", "delivery", "jobs", "sandbox", "scheduler"};
    std::string tls_certificate;
    std::string tls_key;
    log::Level log_level = log::Level::info;
    std::string environment = "development";
    /// Not set: alerts go out where the environment is live, production or test (see `sends_alerts`).
    std::optional<bool> alerts_enabled;
    std::int64_t shutdown_seconds = 10;

    // Store
    std::string database_url;  ///< empty: SQLite in the data directory
    std::int64_t database_connections = 4;
    std::string secret;  ///< seals what is secret at rest; empty on the embedded store: DATA/secret
    std::vector<std::string> previous_secrets;  ///< still open what they sealed
    std::string old_secret_key;  ///< of a former installation of the older kind, with its salt; empty: its tokens are
    std::string old_salt;        ///< not taken

    // Who the installation is
    std::string installation_name = "Herald";
    std::string installation_colour = "#1d70b8";           ///< `#rrggbb`
    std::string api_base_url;                              ///< no trailing slash; empty: see `api_url`
    std::string admin_base_url = "http://127.0.0.1:6011";  ///< no trailing slash
    std::string email_domain = "notifications.localhost";
    std::string default_sms_sender = "HERALD";
    std::map<std::string, std::vector<std::string>> internal_clients;  ///< client id to its secrets

    // Files
    std::string objects_url;  ///< empty: DATA/objects
    std::string objects_access_key, objects_secret_key;
    std::string documents_base_url;  ///< of links to files sent by email; empty: api_base_url
    std::string clamd;               ///< empty: files are not looked at for viruses

    // Providers; an empty URL means the sandbox
    std::string mmg_url, mmg_key, mmg_receipt_url;
    std::string firetext_url, firetext_key, firetext_international_key, firetext_receipt_url;
    std::string ses_url, ses_region = "eu-west-1", ses_access_key, ses_secret_key;
    std::string smtp_url, smtp_user, smtp_password, smtp_from, smtp_ca_file;
    SmtpAccepted smtp_accepted_status = SmtpAccepted::delivered;
    std::string smtp_bounce_domain;  ///< empty: bounces are not heard of
    std::int64_t ses_timeout_seconds = 60;
    std::int64_t smtp_timeout_seconds = 60;
    std::int64_t smtp_settle_hours = 0;
    std::optional<ListenAddress> lmtp_listen;  ///< where they come in; empty: `off`
    std::string dkim_domain, dkim_selector, dkim_key, dkim_second_selector, dkim_second_key;
    std::string smpp_url, smpp_user, smpp_password, smpp_system_type;
    std::int64_t smpp_window = 10;
    std::int64_t smpp_enquire_seconds = 30;
    std::int64_t smpp_parts_seconds = 900;
    SmppMessageIds smpp_message_ids = SmppMessageIds::same;
    std::vector<std::string> smpp_temporary_errors;
    std::string http_sms_adapter, http_sms_user, http_sms_secret;
    std::string twilio_url, twilio_account, twilio_token, twilio_messaging_service;
    std::string message_directory;
    std::set<std::string, std::less<>> message_directory_channels{"email", "sms"};
    std::int64_t provider_timeout_seconds = 10;
    std::int64_t send_retries = 48;
    std::int64_t send_retry_seconds = 300;
    std::int64_t delivery_concurrency = 256;
    std::int64_t delivery_queue_max = 20'000;
    std::int64_t sending_timeout_seconds = 259'200;
    TimeOutCreated timeout_created = TimeOutCreated::keep;
    std::int64_t replay_grace_seconds = 3600;

    // Choice between providers; the maps are by provider
    SmsStrategy sms_strategy = SmsStrategy::weighted;
    std::map<std::string, std::int64_t> sms_resting_points{{"firetext", 49}, {"mmg", 51}};
    std::int64_t sms_rest_after_seconds = 900;
    std::int64_t sms_priority_step = 10;
    double sms_slow_ratio = 0.15;
    std::int64_t sms_slow_after_seconds = 300;
    std::int64_t sms_slow_window_seconds = 900;
    std::int64_t sms_slow_quiet_seconds = 300;
    std::int64_t sms_errors_max = 50;
    std::int64_t sms_errors_window_seconds = 60;
    std::int64_t sms_errors_quiet_seconds = 60;
    std::map<std::string, std::int64_t> provider_concurrency;  ///< calls at once; others: no limit of their own
    std::map<std::string, std::int64_t> provider_rates;        ///< messages a second; others: no limit
    std::int64_t provider_breaker_failures = 60;               ///< 0: no breaker
    std::int64_t provider_breaker_seconds = 10;

    // Receipts
    SnsVerification sns_verify = SnsVerification::automatic;
    std::vector<std::string> sns_topics;  ///< empty: any topic whose signature holds
    std::string receipts_user, receipts_password;
    log::Level receipts_unknown_level = log::Level::info;
    std::int64_t receipts_early_seconds = 300;

    // Received texts; an empty list: nobody may hand any over
    std::vector<std::string> mmg_inbound_users, mmg_inbound_passwords;
    std::vector<std::string> firetext_inbound_passwords;

    // Callbacks to services
    PlainHttpCallbacks callbacks_allow_http = PlainHttpCallbacks::loopback;
    bool callbacks_on_technical_failure = true;
    std::int64_t callback_timeout_seconds = 5;
    std::int64_t callback_retries = 5;
    std::int64_t callback_retry_seconds = 300;
    std::int64_t callback_retry_hours = 24;    ///< after those, at ever longer intervals; 0: no more
    std::int64_t callback_suspend_hours = 24;  ///< without any answer
    std::int64_t callback_concurrency = 32;    ///< calls at once to one service
    std::int64_t callback_log_days = 7;
    std::int64_t callback_log_max = 100'000;  ///< entries of one service

    // Bounds
    std::int64_t lease_seconds = 30;
    std::int64_t restart_wait_seconds = 5;
    std::int64_t connections_max = 4096;
    std::int64_t requests_max = 2048;
    std::int64_t intake_queue_max = 20'000;
    std::int64_t intake_batch_max = 500;

    // Sandbox
    ListenAddress sandbox_listen{"127.0.0.1", 0};
    std::optional<ListenAddress> sandbox_smpp_listen;  ///< empty: `off`
    std::int64_t sandbox_latency_ms_min = 0;
    std::int64_t sandbox_latency_ms_max = 0;
    std::int64_t sandbox_receipt_delay_ms_min = 100;
    std::int64_t sandbox_receipt_delay_ms_max = 1000;
    double sandbox_error_rate = 0;
    double sandbox_timeout_rate = 0;
    double sandbox_duplicate_rate = 0;
    bool sandbox_record = false;  ///< remember every reference, for GET /seen of the sandbox

    /// Where the API is reached: where it listens, when nothing else has been said.
    std::string api_url() const;
    std::string document_links_base() const { return documents_base_url.empty() ? api_url() : documents_base_url; }
    bool on_postgres() const { return !database_url.empty(); }
    bool has_role(std::string_view role) const { return roles.contains(role); }
    bool sends_alerts() const;

    bool operator==(const Settings&) const = default;
};

/// One line of the table: how a setting is called, explained, read and shown.
struct Setting {
    std::string_view name;   ///< `database-url`
    std::string_view group;  ///< heading in the example file
    std::string_view form;   ///< what a value looks like, for `--help`: `HOST:PORT`
    std::string_view help;   ///< one sentence, without a full stop
    bool secret;
    /// Takes text into the struct; what is wrong with it, else nothing.
    std::function<std::optional<std::string>(Settings&, std::string_view)> read;
    /// The inverse: text that `read` takes.
    std::function<std::string(const Settings&)> show;
    bool quoted;  ///< a TOML string rather than a number or boolean

    std::string environment_name() const;  ///< `HERALD_DATABASE_URL`
};

/// Every setting, in the order of the example file.
std::span<const Setting> settings_table();

/// Text by setting name, as one source gives it.
using SettingValues = std::map<std::string, std::string, std::less<>>;

struct SettingSources {
    SettingValues flags;        ///< by setting name: `database-url`
    SettingValues environment;  ///< by variable name; those that do not start with HERALD_ are not looked at
    /// A file's text; nothing when there is none. Injected so that tests need no files.
    std::function<std::optional<std::string>(const std::string& path)> read_file;
};

struct LoadedSettings {
    Settings settings;
    /// Where each value that is not a default came from: `flag`, `environment`, or the file's path.
    std::map<std::string, std::string, std::less<>> origins;
    /// Whole sentences for people, each naming the source and the key. Not empty: `settings` must not be used.
    std::vector<std::string> errors;
};

/// Flags before the environment, that before the file (`--config`, HERALD_CONFIG, else `herald.toml` in the data
/// directory if there is one), that before the defaults. Unknown keys are errors, HERALD_TEST_* and
/// HERALD_STATEMENT_COVERAGE excepted. A secret may stand in a file that `NAME-file` names, in any source.
LoadedSettings load_settings(const SettingSources& sources);

/// The process's own: `HERALD_…` variables and real files.
SettingSources system_sources(SettingValues flags);

/// `name = value` lines of the effective settings with their origin; secrets that are set appear as `(set)`.
std::string describe_settings(const LoadedSettings& loaded);
/// A TOML file in which every setting is explained and commented out at its default (docs/herald.example.toml).
std::string example_settings_file();

/// The candidate most like a mistyped name; nothing when none is near.
std::optional<std::string_view> nearest_name(std::string_view typed, std::span<const std::string_view> candidates);

}  // namespace herald
