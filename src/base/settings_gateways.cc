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
    table.push_back(choice({"smpp-message-ids", group, "WORD",
                            "How the centre writes ids: same in answers and receipts, decimal-receipts (hexadecimal in "
                            "answers) or hexadecimal-receipts (decimal in answers)"},
                           &S::smpp_message_ids,
                           std::array<std::string_view, 3>{"same", "decimal-receipts", "hexadecimal-receipts"}));
    table.push_back(list({"smpp-temporary-errors", group, "CODE,…",
                          "Codes after err: that make an undelivered message a temporary failure"},
                         &S::smpp_temporary_errors));
}

}  // namespace

void add_sms_gateways(Table& table) {
    add_smpp(table);
}

}  // namespace herald
