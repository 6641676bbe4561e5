#include "recipients/international_sms.h"

#include <algorithm>
#include <iterator>

namespace herald::recipients {
namespace {

/// Sorted by prefix.
constexpr SmsDestination destinations[] = {
#include "recipients/international_sms.inc"
};

}  // namespace

const SmsDestination* find_sms_destination(std::string_view prefix) {
    const auto* at = std::lower_bound(std::begin(destinations), std::end(destinations), prefix,
                                      [](const SmsDestination& entry, std::string_view p) { return entry.prefix < p; });
    return at != std::end(destinations) && at->prefix == prefix ? at : nullptr;
}

bool reports_delivery(std::string_view country_prefix, bool international) {
    if (!international) return true;
    const SmsDestination* destination = find_sms_destination(country_prefix);
    return destination != nullptr && destination->reports_delivery;
}

}  // namespace herald::recipients
