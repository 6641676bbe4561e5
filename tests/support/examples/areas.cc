#include "support/examples/areas.h"

#include <algorithm>

#include "support/examples/csv.h"
#include "support/examples/email.h"
#include "support/examples/email_address.h"
#include "support/examples/letter.h"
#include "support/examples/letter_cancelling.h"
#include "support/examples/letter_timings.h"
#include "support/examples/phone.h"
#include "support/examples/placeholders.h"
#include "support/examples/postal_address.h"
#include "support/examples/sms.h"

namespace herald::test {

const std::vector<Area>& areas() {
    static const std::vector<Area> all = {
        {"csv", check_csv},
        {"email", check_email},
        {"email_address", check_email_address},
        {"letter", check_letter},
        {"letter_cancelling", check_letter_cancelling},
        {"letter_timings", check_letter_timings},
        {"phone", check_phone},
        {"placeholders", check_placeholders},
        {"postal_address", check_postal_address},
        {"precompiled_letter", nullptr},
        {"sms", check_sms},
    };
    return all;
}

ExampleResult run_example(const rapidjson::Value& example) {
    ExampleResult result;
    try {
        result.id = to_text(member(example, "id"));
        result.area = to_text(member(example, "area"));
        const auto area =
            std::find_if(areas().begin(), areas().end(), [&](const Area& one) { return one.name == result.area; });
        if (area == areas().end()) throw MalformedExample("there is no area `" + result.area + "`");
        const rapidjson::Value& input = member(example, "input");
        const rapidjson::Value& expected = member(example, "expected");
        result.is_built = area->check != nullptr;
        if (result.is_built) result.wrong = area->check(input, expected);
    } catch (const std::exception& error) {
        result.wrong = error.what();
    }
    return result;
}

}  // namespace herald::test
