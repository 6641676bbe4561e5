// The one declaration of every setting: name, form, explanation, reader, printer.
#include "base/json.h"
#include "base/settings_gateways.h"
#include "base/settings_kinds.h"
#include "base/settings_messages.h"

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

Problem check_secret(std::string_view value) {
    if (value.size() >= 16) return {};
    return "must have at least 16 characters";
}

Problem check_colour(std::string_view colour) {
    const bool is_hex = colour.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
    if (colour.size() == 7 && colour[0] == '#' && is_hex) return {};
    return "must be # and six hexadecimal digits";
}

Problem check_sms_sender(std::string_view value) {
    if (value.size() >= 3 && value.size() <= 11) return {};
    return "must have 3 to 11 characters";
}

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
    table.push_back(
        text({"metrics-token", group, "TEXT",
              "Bearer token for GET /metrics where the API answers; not set: only metrics-listen has them", true},
             &S::metrics_token));
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
    table.push_back(
        text({"old-secret-key", group, "TEXT",
              "SECRET_KEY of the GOV.UK Notify installation that this one follows: the links to unsubscribe "
              "and the printer's tokens that it has given away are still taken",
              true},
             &S::old_secret_key));
    table.push_back(text({"old-salt", group, "TEXT", "DANGEROUS_SALT of that installation", true}, &S::old_salt));
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
        base_url({"api-base-url", group, "URL", "Where the API is reached from outside; not set: where it listens"},
                 &S::api_base_url));
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

std::string Settings::api_url() const {
    if (!api_base_url.empty()) return api_base_url;
    const bool is_any_address = listen.host == "0.0.0.0" || listen.host == "::";
    const ListenAddress reached{is_any_address ? "127.0.0.1" : listen.host, listen.port};
    return (tls_certificate.empty() ? "http://" : "https://") + reached.to_string();
}

bool Settings::sends_alerts() const {
    if (alerts_enabled) return *alerts_enabled;
    return environment == "live" || environment == "production" || environment == "test";
}

}  // namespace herald
