#include "recipients/address_values.h"

#include <algorithm>

#include "base/python_text.h"

namespace herald::recipients {
namespace {

bool counts_as_missing(JsonValue value) {
    switch (value.type()) {
        case JsonValue::Type::absent:
        case JsonValue::Type::null:
            return true;
        case JsonValue::Type::boolean:
            return !*value.as_bool();
        case JsonValue::Type::number:
            return value.as_double() == 0;
        case JsonValue::Type::string:
            return value.text().empty();
        case JsonValue::Type::array:
        case JsonValue::Type::object:
            return value.size() == 0;
    }
    return true;
}

std::string to_text(JsonValue value) {
    return counts_as_missing(value) ? std::string() : python_str(value);
}

}  // namespace

std::string to_block(const AddressInput& input) {
    std::string block;
    for (const std::string& line : input.lines) block += line + "\n";
    return block + input.line_7.value_or(input.postcode);
}

AddressInput address_input(JsonValue personalisation) {
    AddressInput input;
    for (std::size_t i = 0; i < input.lines.size(); ++i)
        input.lines[i] = to_text(personalisation["address_line_" + std::to_string(i + 1)]);
    const JsonValue line_7 = personalisation["address_line_7"];
    if (line_7.exists()) input.line_7 = to_text(line_7);
    input.postcode = to_text(personalisation["postcode"]);
    return input;
}

AddressValues to_values(const PostalAddress& address) {
    AddressValues values;
    if (address.lines.empty()) return values;
    const bool has_both = address.bfpo_number && address.postcode;
    const std::size_t at_the_end = has_both ? 2 : 1;
    constexpr std::size_t line_6 = 5;
    constexpr std::size_t line_7 = 6;
    // Of an address with too many lines, the first six count.
    const std::size_t count =
        std::min<std::size_t>(line_6 + 1, address.lines.size() - std::min(at_the_end, address.lines.size()));
    for (std::size_t i = 0; i < count; ++i) values.lines[i] = address.lines[i];
    values.lines[line_7] = address.lines.back();
    values.postcode = address.lines.back();
    if (has_both) {
        values.lines[line_6] = values.postcode = *address.postcode;
    } else if (address.bfpo_number) {
        values.postcode.clear();
    }
    return values;
}

}  // namespace herald::recipients
