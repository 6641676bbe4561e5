// Whatever is given as a phone number: it is read or refused, what was read is read again from its normalised form, and
// the fast path says nothing that the library does not say.

#include <algorithm>
#include <cstdlib>

#include "recipients/phone_library.h"
#include "recipients/phone_number.h"
#include "recipients/uk_mobile.h"

namespace {

using namespace herald::recipients;

void require(bool holds) {
    if (!holds) std::abort();
}

void check_number(const PhoneNumber& number) {
    const std::string& digits = number.normalised;
    require(!digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }));
    require(digits.starts_with(number.country_prefix));
    require(number.rate_multiplier >= 1);
    require(!number.is_crown_dependency || (number.international && number.country_prefix == "44"));
    const auto again = parse_phone_number("+" + digits);
    require(again.index() == 0 && std::get<PhoneNumber>(again) == number);
    require(!readable_phone_number(digits).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto result = parse_phone_number(text);
    if (const auto* number = std::get_if<PhoneNumber>(&result)) check_number(*number);
    if (read_uk_mobile(text)) require(read_with_library(text) == result);
    // What may not be sent is refused; what may not be read stays so without permissions.
    const auto restricted = parse_phone_number(text, {.international_sms = false, .sms_to_uk_landlines = false});
    require(result.index() == 0 || restricted.index() == 1);
    check_service_contact_number(text);
    return 0;
}
