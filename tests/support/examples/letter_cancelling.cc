#include "support/examples/letter_cancelling.h"

#include "letters/cancelling.h"
#include "support/examples/instant.h"

namespace herald::test {

Outcome check_letter_cancelling(const rapidjson::Value& input, const rapidjson::Value& expected) {
    const std::string status = to_text(member(input, "status"));
    const letters::Letter letter{.status = status, .created_at = to_instant(member(input, "created_at_utc"))};
    Comparison comparison(expected);
    comparison.flag("can_cancel", letters::can_be_cancelled(letter, to_instant(member(input, "now_utc"))));
    return comparison.outcome();
}

}  // namespace herald::test
