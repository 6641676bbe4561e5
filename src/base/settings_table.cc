// The one declaration of every setting: name, form, explanation, reader, printer.
#include "base/json.h"
#include "base/settings_gateways.h"
#include "base/settings_kinds.h"

namespace herald {
namespace {

using namespace setting_kinds;

constexpr std::string_view role_names[] = {"api", "callbacks", "delivery", "jobs", "sandbox", "scheduler"};

Problem read_roles(Settings& settings, std::string_view value) {
    std::set<std::string, std::less<>> roles;
    for (auto& role : split_list(value)) {
        if (role == "all") roles.insert(std::begin(role_names), std::end(role_names));
        else if (std::find(std::begin(role_names), std::end(role_names), role) != std::end(role_names))
            roles.insert(role);
        else return "does not know the role " + role + ": the roles are " + join_list(role_names);
    }
    if (roles.empty()) return "must name at least one of " + join_list(role_names);
    settings.roles = std::move(roles);
    return {};
}

Problem read_previous_secrets(Settings& settings, std::string_view value) {
    settings.previous_secrets = split_list(value);
    return {};
}

Problem read_alerts(Settings& settings, std::string_view value) {
    const auto flag = parse_bool(value);
    if (!flag && value != "auto") return "must be true, false or auto";
    settings.alerts_enabled = flag;
    return {};
}

Problem read_internal_clients(Settings& settings, std::string_view value) {
    const std::string wrong = "must be a JSON object of lists of secrets, such as {\"notify-admin\": [\"secret\"]}";
    std::map<std::string, std::vector<std::string>> clients;
    const auto json = JsonDocument::parse(value.empty() ? "{}" : value);
    if (!json || !json->root().is_object()) return wrong;
    for (std::size_t i = 0; i < json->root().size(); ++i) {
        const JsonValue list = json->root().member_value(i);
        if (!list.is_array()) return wrong;
        auto& secrets = clients[std::string(json->root().member_name(i))];
        for (std::size_t j = 0; j < list.size(); ++j) {
            if (!list[j].is_string()) return wrong;
            secrets.emplace_back(list[j].text());
        }
    }
    settings.internal_clients = std::move(clients);
    return {};
}

std::string show_internal_clients(const Settings& settings) {
    if (settings.internal_clients.empty()) return {};
    std::string text;
    JsonWriter writer(text);
    writer.begin_object();
    for (const auto& [client, secrets] : settings.internal_clients) {
        writer.key(client).begin_array();
        for (const auto& secret : secrets) writer.value(secret);
        writer.end_array();
    }
    writer.end_object();
    return text;
}

Problem check_database_url(std::string_view value) {
    if (value.starts_with("postgresql://") || value.starts_with("postgres://")) return {};
    return "must start with postgresql://";
}

Problem check_smtp_url(std::string_view value) {
    if (value.starts_with("smtp://") || value.starts_with("smtps://")) return {};
    return "must start with smtp:// or smtps://";
}

Problem check_secret(std::string_view value) {
    if (value.size() >= 16) return {};
    return "must have at least 16 characters";
}

Problem check_colour(std::string_view colour) {
    const bool is_hex = colour.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
    if (colour.size() == 7 && colour[0] == '#' && is_hex) return {};
    return "must be # and six hexadecimal digits";
}

Problem check_not_blank(std::string_view value) {
    if (value.find_first_not_of(' ') != std::string_view::npos) return {};
    return "must not be blank";
}

Problem check_sms_sender(std::string_view value) {
    if (value.size() >= 3 && value.size() <= 11) return {};
    return "must have 3 to 11 characters";
}

constexpr std::array<std::string_view, 4> level_words{"debug", "info", "warning", "error"};
constexpr std::int64_t day_seconds = 86'400;

using Table = std::vector<Setting>;

void add_process(Table& table) {
    constexpr std::string_view group = "Where it runs";
    using S = Settings;
    table.push_back(
        text({"data", group, "DIR", "Directory of the embedded database and of the files that belong to it"}, &S::data,
             check_not_blank));
    table.push_back(address({"listen", group, "HOST:PORT", "Where the API answers"}, &S::listen));
    table.push_back(optional_address(
        {"metrics-listen", group, "HOST:PORT", "Where Prometheus metrics, /healthz and /readyz are served, or off"},
        &S::metrics_listen));
    table.push_back(make(
        {"roles", group, "ROLE,…",
         "What this process does: any of api,callbacks,delivery,jobs,sandbox,scheduler, or all"},
        read_roles, [](const S& s) { return join_list(s.roles); }, true));
    table.push_back(
        text({"tls-certificate", group, "FILE", "PEM certificate chain; with tls-key, the API speaks TLS only"},
             &S::tls_certificate));
    table.push_back(text({"tls-key", group, "FILE", "PEM private key of the certificate"}, &S::tls_key));
    table.push_back(
        choice({"log-level", group, "LEVEL", "Log lines below it are not written: debug, info, warning or error"},
               &S::log_level, level_words));
    table.push_back(
        text({"environment", group, "NAME", "What this installation is for, such as production; shown in alerts"},
             &S::environment, check_not_blank));
    table.push_back(make(
        {"alerts-enabled", group, "BOOL",
         "Whether alerts are sent and not only logged; auto: where the environment is live, production or test"},
        read_alerts,
        [](const S& s) {
            return std::string(!s.alerts_enabled ? "auto" : *s.alerts_enabled ? "true" : "false");
        },
        true));
    table.push_back(
        integer({"shutdown-seconds", group, "SECONDS", "How long open work may take to finish after SIGTERM"},
                &S::shutdown_seconds, 0, 3600));
}

void add_store(Table& table) {
    constexpr std::string_view group = "Store";
    using S = Settings;
    table.push_back(text({"database-url", group, "URL",
                          "postgresql://user:password@host/name; not set: SQLite in the data directory", true},
                         &S::database_url, check_database_url));
    table.push_back(
        integer({"database-connections", group, "COUNT", "Connections to PostgreSQL; a quarter of them only reads"},
                &S::database_connections, 1, 256));
    table.push_back(text({"secret", group, "TEXT",
                          "Seals personal data, keys and tokens at rest; needed with PostgreSQL, otherwise made once "
                          "and kept in DATA/secret",
                          true},
                         &S::secret, check_secret));
    table.push_back(make(
        {"previous-secrets", group, "TEXT,…", "Secrets in force earlier, which still open what they sealed", true},
        read_previous_secrets, [](const S& s) { return join_list(s.previous_secrets); }, true));
}

void add_installation(Table& table) {
    constexpr std::string_view group = "The installation";
    using S = Settings;
    table.push_back(text({"installation-name", group, "NAME", "Its name, as recipients see it in the banner of emails"},
                         &S::installation_name));
    table.push_back(
        text({"installation-colour", group, "#RRGGBB", "Colour of that banner; the name on it is black or white"},
             &S::installation_colour, check_colour));
    table.push_back(
        base_url({"api-base-url", group, "URL", "Where the API is reached from outside"}, &S::api_base_url));
    table.push_back(
        base_url({"admin-base-url", group, "URL", "Where people reach the website; error messages point to it"},
                 &S::admin_base_url));
    table.push_back(text({"email-domain", group, "DOMAIN", "What stands after the @ of the services' sender addresses"},
                         &S::email_domain, check_not_blank));
    table.push_back(
        text({"default-sms-sender", group, "NAME", "Sender of text messages that a new service starts with"},
             &S::default_sms_sender, check_sms_sender));
    table.push_back(make(
        {"internal-clients", group, "JSON", "Secrets of internal clients: {\"notify-admin\": [\"secret\", …]}", true},
        read_internal_clients, show_internal_clients, true));
}

Problem check_objects_url(std::string_view value) {
    if (value.starts_with("s3://")) return {};
    return "must start with s3://";
}

Problem check_clamd(std::string_view value) {
    constexpr std::string_view tcp = "tcp://";
    if (value.starts_with("/") || value.starts_with("unix:/")) return {};
    if (parse_address(value.starts_with(tcp) ? value.substr(tcp.size()) : value)) return {};
    return "must be the path of a socket or HOST:PORT";
}

void add_files(Table& table) {
    constexpr std::string_view group = "Files";
    using S = Settings;
    table.push_back(text({"objects-url", group, "URL",
                          "s3://bucket?region=REGION or s3://bucket?endpoint=URL; not set: DATA/objects, which every "
                          "process must share"},
                         &S::objects_url, check_objects_url));
    table.push_back(
        text({"objects-access-key", group, "TEXT", "Access key of the object store", true}, &S::objects_access_key));
    table.push_back(
        text({"objects-secret-key", group, "TEXT", "Secret key of the object store", true}, &S::objects_secret_key));
    table.push_back(base_url(
        {"documents-base-url", group, "URL", "Start of the links to files sent by email; not set: that of the API"},
        &S::documents_base_url));
    table.push_back(text(
        {"clamd", group, "PATH|HOST:PORT", "ClamAV's daemon, which looks for viruses in files; not set: nobody does"},
        &S::clamd, check_clamd));
}

void add_sms_providers(Table& table) {
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

void add_email_providers(Table& table) {
    constexpr std::string_view group = "Providers of email";
    using S = Settings;
    table.push_back(base_url({"ses-url", group, "URL", "Endpoint of Amazon SES; not set: the sandbox"}, &S::ses_url));
    table.push_back(text({"ses-region", group, "REGION", "Region that requests to SES are signed for"}, &S::ses_region,
                         check_not_blank));
    table.push_back(text({"ses-access-key", group, "TEXT", "Access key id for SES", true}, &S::ses_access_key));
    table.push_back(text({"ses-secret-key", group, "TEXT", "Secret access key for SES", true}, &S::ses_secret_key));
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

void add_delivery(Table& table) {
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

void add_balancing(Table& table) {
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

void add_receipts(Table& table) {
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

void add_received_texts(Table& table) {
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

void add_callbacks(Table& table) {
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

void add_bounds(Table& table) {
    constexpr std::string_view group = "Bounds";
    using S = Settings;
    table.push_back(integer(
        {"lease-seconds", group, "SECONDS", "How long a process that has stopped answering keeps what it had claimed"},
        &S::lease_seconds, 3, 3600));
    table.push_back(integer({"restart-wait-seconds", group, "SECONDS",
                             "How long, after a crash, receipts may show what had been sent before it is sent again "
                             "(SQLite)"},
                            &S::restart_wait_seconds, 0, 600));
    table.push_back(
        integer({"connections-max", group, "COUNT", "Open connections to the API"}, &S::connections_max, 1, 100'000));
    table.push_back(integer({"requests-max", group, "COUNT", "Requests under way at once; the next is answered 503"},
                            &S::requests_max, 1, 100'000));
    table.push_back(
        integer({"intake-queue-max", group, "COUNT", "Messages waiting to be committed; the next is answered 503"},
                &S::intake_queue_max, 1, 1'000'000));
    table.push_back(
        integer({"intake-batch-max", group, "COUNT", "Messages committed together"}, &S::intake_batch_max, 1, 10'000));
}

void add_sandbox(Table& table) {
    constexpr std::string_view group = "Sandbox";
    using S = Settings;
    table.push_back(
        address({"sandbox-listen", group, "HOST:PORT", "Where the emulated providers answer; port 0: any free one"},
                &S::sandbox_listen));
    table.push_back(optional_address(
        {"sandbox-smpp-listen", group, "HOST:PORT", "Where an emulated message centre speaks SMPP, or off"},
        &S::sandbox_smpp_listen));
    table.push_back(integer({"sandbox-latency-ms-min", group, "MS", "Shortest time they take to answer"},
                            &S::sandbox_latency_ms_min, 0, 60'000));
    table.push_back(integer({"sandbox-latency-ms-max", group, "MS", "Longest time they take to answer"},
                            &S::sandbox_latency_ms_max, 0, 60'000));
    table.push_back(integer({"sandbox-receipt-delay-ms-min", group, "MS", "Shortest time until they post a receipt"},
                            &S::sandbox_receipt_delay_ms_min, 0, 3'600'000));
    table.push_back(integer({"sandbox-receipt-delay-ms-max", group, "MS", "Longest time until they post a receipt"},
                            &S::sandbox_receipt_delay_ms_max, 0, 3'600'000));
    table.push_back(
        rate({"sandbox-error-rate", group, "SHARE", "Share of requests refused with a server error, 0 to 1"},
             &S::sandbox_error_rate));
    table.push_back(
        rate({"sandbox-timeout-rate", group, "SHARE", "Share of requests taken but answered too late, 0 to 1"},
             &S::sandbox_timeout_rate));
    table.push_back(rate({"sandbox-duplicate-rate", group, "SHARE", "Share of receipts posted twice, 0 to 1"},
                         &S::sandbox_duplicate_rate));
    table.push_back(
        boolean({"sandbox-record", group, "BOOL", "Whether every message taken is remembered, for GET /seen"},
                &S::sandbox_record));
}

Table make_table() {
    Table table;
    for (const auto add : {add_process, add_store, add_installation, add_files, add_sms_providers, add_sms_gateways,
                           add_email_providers, add_own_mail, add_message_directory, add_delivery, add_balancing,
                           add_receipts, add_received_texts, add_callbacks, add_bounds, add_sandbox})
        add(table);
    return table;
}

}  // namespace

std::span<const Setting> settings_table() {
    static const Table table = make_table();
    return table;
}

std::string ListenAddress::to_string() const {
    const bool ipv6 = host.find(':') != std::string::npos;
    return (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool Settings::sends_alerts() const {
    if (alerts_enabled) return *alerts_enabled;
    return environment == "live" || environment == "production" || environment == "test";
}

}  // namespace herald
