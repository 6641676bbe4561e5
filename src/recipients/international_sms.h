#pragma once

#include <string_view>

namespace herald::recipients {

/// One dialling prefix that text messages may be sent to.
struct SmsDestination {
    std::string_view prefix;  ///< digits without the plus
    int rate_multiplier;      ///< fragments charged per fragment sent
    bool alphanumeric_sender_refused;
    bool reports_delivery;  ///< handset receipts arrive and can be trusted
};

/// The entry for a country code, or for 1 with an area code. 44 is the entry of the crown dependencies.
const SmsDestination* find_sms_destination(std::string_view prefix);

/// Whether a receipt of a number with this stored prefix counts; true for domestic numbers (content.md §2.7).
bool reports_delivery(std::string_view country_prefix, bool international);

}  // namespace herald::recipients
