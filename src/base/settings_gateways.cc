#include "base/settings_gateways.h"

#include "base/settings_kinds.h"

namespace herald {
namespace {

using namespace setting_kinds;
using Table = std::vector<Setting>;

constexpr std::int64_t hour_seconds = 3600;

Problem check_smpp_url(std::string_view value) {
    constexpr std::string_view scheme = "smpp://";
    if (value.starts_with(scheme) && parse_address(value.substr(scheme.size()))) return {};
    return "must be smpp://HOST:PORT";
}

Problem read_channels(Settings& settings, std::string_view value) {
    std::set<std::string, std::less<>> channels;
    for (auto& channel : split_list(value)) {
        if (channel != "email" && channel != "sms") return "must name email, sms or both";
        channels.insert(std::move(channel));
    }
    if (channels.empty()) return "must name email, sms or both";
    settings.message_directory_channels = std::move(channels);
    return {};
}

void add_smpp(Table& table) {
    constexpr std::string_view group = "Text messages by SMPP";
    using S = Settings;
    table.push_back(text({"smpp-url", group, "URL", "smpp://HOST:PORT of a message centre; not set: none"},
                         &S::smpp_url, check_smpp_url));
    table.push_back(text({"smpp-user", group, "NAME", "System id to bind with, up to 15 characters"}, &S::smpp_user));
    table.push_back(
        text({"smpp-password", group, "TEXT", "Password to bind with, up to 8 characters", true}, &S::smpp_password));
    table.push_back(text({"smpp-system-type", group, "TEXT", "System type to bind with"}, &S::smpp_system_type));
    table.push_back(integer({"smpp-window", group, "COUNT", "Messages under way at once"}, &S::smpp_window, 1, 10'000));
    table.push_back(integer({"smpp-enquire-seconds", group, "SECONDS", "How long the line may be quiet"},
                            &S::smpp_enquire_seconds, 1, hour_seconds));
    table.push_back(integer({"smpp-parts-seconds", group, "SECONDS",
                             "How long a part of a received text waits for the others before it is given out alone"},
                            &S::smpp_parts_seconds, 1, 24 * hour_seconds));
    table.push_back(choice({"smpp-message-ids", group, "WORD",
                            "How the centre writes ids: same in answers and receipts, decimal-receipts (hexadecimal in "
                            "answers) or hexadecimal-receipts (decimal in answers)"},
                           &S::smpp_message_ids,
                           std::array<std::string_view, 3>{"same", "decimal-receipts", "hexadecimal-receipts"}));
    table.push_back(list({"smpp-temporary-errors", group, "CODE,…",
                          "Codes after err: that make an undelivered message a temporary failure"},
                         &S::smpp_temporary_errors));
}

void add_http_sms(Table& table) {
    constexpr std::string_view group = "Text messages by HTTP";
    using S = Settings;
    table.push_back(text({"http-sms-adapter", group, "FILE",
                          "JSON file that says how a provider's HTTP interface is spoken to; not set: none"},
                         &S::http_sms_adapter));
    table.push_back(text({"http-sms-user", group, "TEXT", "What the file calls ((user))"}, &S::http_sms_user));
    table.push_back(
        text({"http-sms-secret", group, "TEXT", "What the file calls ((secret))", true}, &S::http_sms_secret));
    table.push_back(base_url({"twilio-url", group, "URL", "Twilio's endpoint; not set: Twilio's own"}, &S::twilio_url));
    table.push_back(text({"twilio-account", group, "SID", "Twilio's account; not set: none"}, &S::twilio_account));
    table.push_back(text({"twilio-token", group, "TEXT", "Its auth token", true}, &S::twilio_token));
    table.push_back(text({"twilio-messaging-service", group, "SID",
                          "Messaging service that chooses the sender; not set: the sender of each message"},
                         &S::twilio_messaging_service));
}

}  // namespace

void add_sms_gateways(Table& table) {
    add_smpp(table);
    add_http_sms(table);
}

void add_own_mail(Table& table) {
    constexpr std::string_view group = "Bounces and signatures of email by SMTP";
    using S = Settings;
    table.push_back(
        text({"smtp-bounce-domain", group, "DOMAIN",
              "Mail goes out from an address of its own at this domain, so that bounces tell whose they are; "
              "not set: they are not heard of"},
             &S::smtp_bounce_domain));
    table.push_back(optional_address(
        {"lmtp-listen", group, "HOST:PORT", "Where the mail server hands over bounces and complaints by LMTP, or off"},
        &S::lmtp_listen));
    table.push_back(
        integer({"smtp-settle-hours", group, "HOURS",
                 "Time without a bounce after which a mail that is `sending` counts as delivered; 0: never"},
                &S::smtp_settle_hours, 0, 71));
    table.push_back(
        text({"dkim-domain", group, "DOMAIN", "Domain of DKIM signatures; not set: that of the From address"},
             &S::dkim_domain));
    table.push_back(
        text({"dkim-selector", group, "NAME", "Selector of the key; not set: no signatures"}, &S::dkim_selector));
    table.push_back(text({"dkim-key", group, "PEM", "Private key, RSA of 2048 bits or Ed25519", true}, &S::dkim_key));
    table.push_back(
        text({"dkim-second-selector", group, "NAME", "Selector of a second signature"}, &S::dkim_second_selector));
    table.push_back(
        text({"dkim-second-key", group, "PEM", "Private key of a second signature", true}, &S::dkim_second_key));
}

void add_message_directory(Table& table) {
    constexpr std::string_view group = "Messages as files";
    using S = Settings;
    table.push_back(text({"message-directory", group, "DIR", "Messages are written here instead of being sent"},
                         &S::message_directory));
    table.push_back(make(
        {"message-directory-channels", group, "WORD,…", "Which of them: email, sms or both"}, read_channels,
        [](const S& s) { return join_list(s.message_directory_channels); }, true));
}

}  // namespace herald
