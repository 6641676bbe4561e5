#include "inbound/inbound_text.h"

#include "base/json.h"
#include "base/text.h"
#include "http/message.h"

namespace herald::inbound {
namespace {

/// `447700900777` is `07700900777` among our numbers.
std::string to_national(std::string_view number) {
    if (number.starts_with("44")) return "0" + std::string(number.substr(2));
    return std::string(number);
}

/// Digits of a number, where a provider writes one instead of a text.
std::optional<std::string> text_or_number(JsonValue value) {
    if (!value.is_string() && !value.is_number()) return std::nullopt;
    return std::string(value.text());
}

/// Text that a column can hold: UTF-8 without U+0000.
std::string storable(std::string_view text) {
    std::string valid = text::to_valid_utf8(text);
    std::erase(valid, '\0');
    return valid;
}

const std::string* field(const http::Pairs& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return &value;
    return nullptr;
}

}  // namespace

InboundParse parse_mmg_text(std::string_view body) {
    const auto document = JsonDocument::parse(body);
    if (!document) return 400;
    const JsonValue root = document->root();
    const auto number = root["Number"].as_string();
    if (!number) return 500;

    InboundReading reading{to_national(storable(*number)), 500};
    const auto content = root["Message"].as_string();
    const auto sender = text_or_number(root["MSISDN"]), id = text_or_number(root["ID"]);
    if (!content || !sender || !(id || root["ID"].is_null())) return reading;
    InboundText text;
    text.provider = "mmg";
    text.destination = reading.destination;
    text.sender = storable(*sender);
    text.content = decode_mmg_text(*content);
    text.reference = storable(id.value_or(""));
    if (const auto date = root["DateRecieved"].as_string()) text.provider_date = read_provider_date(*date);
    reading.text = std::move(text);
    return reading;
}

InboundParse parse_firetext_text(std::string_view form) {
    const http::Pairs fields = http::parse_form(form);
    const std::string* destination = field(fields, "destination");
    if (!destination) return 400;
    InboundReading reading{to_national(storable(*destination)), 400};
    const std::string *content = field(fields, "message"), *sender = field(fields, "source"),
                      *time = field(fields, "time");
    if (!content || !sender || !time) return reading;
    InboundText text;
    text.provider = "firetext";
    text.destination = reading.destination;
    text.sender = storable(*sender);
    text.content = *content;
    text.provider_date = read_provider_date(*time);
    reading.text = std::move(text);
    return reading;
}

std::optional<Timestamp> read_provider_date(std::string_view text) {
    const std::string decoded = decode_mmg_text(text);
    const auto instant = Timestamp::parse_iso(decoded);
    if (!instant) return std::nullopt;
    // The same wall-clock time without its offset, which stands after the day and the hour.
    const std::size_t time = decoded.find_first_of("T ");
    const std::size_t offset = decoded.find_first_of("+-Z", time);
    return Timestamp::parse_iso(std::string_view(decoded).substr(0, offset));
}

}  // namespace herald::inbound
