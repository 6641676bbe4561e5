#include "support/examples/email_address.h"

#include "recipients/email_address.h"

namespace herald::test {

Outcome check_email_address(const rapidjson::Value& input, const rapidjson::Value& expected) {
    const auto address = recipients::parse_email_address(to_text(member(input, "address")));
    Comparison comparison(expected);
    comparison.flag("valid", address.has_value());
    if (address) {
        comparison.text("normalised", address->normalised);
    } else {
        comparison.text("message", recipients::email_address_error);
    }
    return comparison.outcome();
}

}  // namespace herald::test
