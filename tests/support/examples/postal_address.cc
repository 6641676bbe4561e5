#include "support/examples/postal_address.h"

#include "recipients/postal_address_check.h"

namespace herald::test {
namespace {

std::string to_block(const rapidjson::Value& lines) {
    if (!lines.IsArray()) throw MalformedExample("not a list of lines: " + to_json(lines));
    std::string block;
    for (const auto& line : lines.GetArray()) block += to_text(line) + "\n";
    return block;
}

std::optional<std::int64_t> to_number(const std::optional<std::string>& digits) {
    return digits ? std::optional<std::int64_t>(std::stoll(*digits)) : std::nullopt;
}

}  // namespace

Outcome check_postal_address(const rapidjson::Value& input, const rapidjson::Value& expected) {
    const auto address = recipients::read_postal_address(to_block(member(input, "lines")));
    Comparison valid(member(expected, "valid"));
    valid.flag("domestic_only", !recipients::check_address(address, false));
    valid.flag("international_allowed", !recipients::check_address(address, true));
    Comparison comparison(expected);
    comparison.object("valid", valid);
    comparison.texts("normalised", address.lines);
    comparison.text("zone", recipients::to_text(address.country->zone));
    comparison.optional_text("postcode", address.postcode);
    comparison.optional_number("bfpo_number", to_number(address.bfpo_number));
    return comparison.outcome();
}

}  // namespace herald::test
