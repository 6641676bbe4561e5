#include "support/examples/letter_timings.h"

#include "letters/letter_timings.h"
#include "support/examples/instant.h"

namespace herald::test {
namespace {

/// `2026-07-15 15:00`: what clocks in London show.
std::string on_london_clocks(Timestamp instant) {
    std::string local = utc_to_london(instant).to_iso().substr(0, sizeof("2026-07-15T15:00") - 1);
    local[local.find('T')] = ' ';
    return local;
}

}  // namespace

Outcome check_letter_timings(const rapidjson::Value& input, const rapidjson::Value& expected) {
    const std::string name = to_text(member(input, "postage"));
    const auto postage = letters::parse_postage(name);
    if (!postage) throw MalformedExample("there is no postage `" + name + "`");
    const auto timings = letters::letter_timings(to_instant(member(input, "created_at_utc")), *postage);
    Comparison comparison(expected);
    comparison.text("printed_by_london", on_london_clocks(timings.printed_by));
    comparison.text("earliest_delivery_london", on_london_clocks(timings.earliest_delivery));
    comparison.text("latest_delivery_london", on_london_clocks(timings.latest_delivery));
    return comparison.outcome();
}

}  // namespace herald::test
