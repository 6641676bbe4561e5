#include "receipts/formats/letter_status.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "base/text.h"
#include "base/uuid.h"
#include "base/violations.h"
#include "http/api_error.h"

namespace herald::receipts {
namespace {

constexpr std::string_view despatched = "DESPATCHED";
constexpr std::array<std::string_view, 1> content_types{"application/json"};
constexpr std::array<std::string_view, 2> job_statuses{despatched, "REJECTED"};
constexpr std::array<std::string_view, 3> postage_classes{"1ST", "2ND", "INTERNATIONAL"};
constexpr std::array<std::string_view, 8> mailing_products{
    "UNCODED", "MM UNSORTED", "UNSORTED", "MM", "INT EU", "INT ROW", "UNSORTEDE", "MM ECONOMY",
};
constexpr std::size_t despatch_properties_min = 3;

FormatError from(const http::Response& response) {
    return {response.status, response.body};
}

/// An RFC 3339 instant, with any fraction and any offset; other times that are written as in ISO 8601 are none.
std::optional<Timestamp> read_instant(std::string_view text) {
    constexpr std::size_t time_at = 10, second_colon_at = 16, characters_min = 20;
    constexpr std::size_t offset_characters = 6, offset_colon_at = 3;
    if (text.size() < characters_min || text[second_colon_at] != ':') return std::nullopt;
    if (text[time_at] != 'T' && text[time_at] != 't') return std::nullopt;
    const std::string_view offset = text.substr(text.size() - offset_characters);
    const bool has_offset = (offset[0] == '+' || offset[0] == '-') && offset[offset_colon_at] == ':';
    if (!has_offset && text.back() != 'Z' && text.back() != 'z') return std::nullopt;
    std::string normal(text);
    normal[time_at] = 'T';
    return Timestamp::parse_iso(normal);
}

/// Looks at the parts of a body one after the other and collects what is wrong; nothing twice.
class Checker {
public:
    std::vector<std::string> check(JsonValue body) {
        if (!is("", body, object_type)) return violations_.take();
        check_string("id", body["id"]);
        check_instant("time", body["time"]);
        check_word("dataContentType", body["dataContentType"], content_types);
        const JsonValue data = body["data"], metadata = body["metadata"];
        if (is("data", data, object_type)) check_data(data);
        if (is("metadata", metadata, object_type)) {
            check_string("metadata", metadata["correlationId"]);
            require("metadata ", metadata, "correlationId");
        }
        for (const auto name : {"id", "time", "data", "metadata"}) require("", body, name);
        return violations_.take();
    }

private:
    void require(std::string_view prefix, JsonValue object, std::string_view name) {
        if (!object[name].exists()) violations_.missing(std::string(prefix).append(name));
    }
    /// Whether there is anything more to look at.
    bool is(std::string_view property, JsonValue value, std::uint8_t type) {
        if (!value.exists()) return false;
        const bool is_right = has_type(value, type);
        if (!is_right) violations_.wrong_type(property, value, type);
        return is_right;
    }
    bool check_string(std::string_view property, JsonValue value) { return is(property, value, string_type); }
    void check_instant(std::string_view property, JsonValue value) {
        if (check_string(property, value) && !read_instant(value.text()))
            violations_.add(property, value, " is not a date-time");
    }
    void check_word(std::string_view property, JsonValue value, std::span<const std::string_view> words) {
        if (check_string(property, value) && std::find(words.begin(), words.end(), value.text()) == words.end())
            violations_.not_one_of(property, value.text(), words);
    }
    void check_data(JsonValue data) {
        const JsonValue id = data["jobId"], properties = data["despatchProperties"];
        if (id.exists() && !(id.is_string() && Uuid::parse(id.text()))) violations_.add("data is not a valid UUID");
        check_word("data", data["jobStatus"], job_statuses);
        check_instant("data", data["transitionDate"]);
        const bool is_despatched = data["jobStatus"].text() == despatched;
        if (is_despatched && is("data", properties, array_type)) check_properties(properties);
        for (const auto name : {"jobId", "jobStatus", "transitionDate"}) require("data ", data, name);
        if (is_despatched) require("data ", data, "despatchProperties");
    }
    void check_properties(JsonValue properties) {
        if (properties.size() < despatch_properties_min) violations_.add("data", properties, " is too short");
        std::set<std::pair<std::string_view, std::string_view>> seen;
        bool is_repeated = false;
        for (std::size_t i = 0; i < properties.size(); ++i) {
            const JsonValue property = properties[i], key = property["key"], value = property["value"];
            if (!is("data", property, object_type)) continue;
            const bool is_key = check_string("data", key), is_value = check_string("data", value);
            for (const auto name : {"key", "value"}) require("data ", property, name);
            if (!is_key || !is_value) continue;
            is_repeated |= !seen.emplace(key.text(), value.text()).second;
            if (key.text() == "postageClass") check_word("data", value, postage_classes);
            if (key.text() == "mailingProduct") check_word("data", value, mailing_products);
        }
        if (is_repeated) violations_.add("data", properties, " has non-unique elements");
    }

    Violations violations_;
};

std::optional<std::int64_t> read_count(std::string_view text) {
    text = text::trim(text);
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return count;
}

/// Of a despatch that fits the schema, which does not say that these keys are there.
std::variant<LetterStatus::Despatch, FormatError> read_despatch(JsonValue data) {
    std::map<std::string_view, std::string_view> properties;
    for (std::size_t i = 0; i < data["despatchProperties"].size(); ++i) {
        const JsonValue property = data["despatchProperties"][i];
        properties[property["key"].text()] = property["value"].text();
    }
    Violations violations;
    for (const auto name : {"totalSheets", "postageClass", "mailingProduct"})
        if (!properties.contains(name)) violations.missing(std::string("data ") + name);
    if (!violations.empty()) return from(http::validation_errors(violations.take()));
    const auto sheets = read_count(properties["totalSheets"]);
    if (!sheets) {
        violations.add("data", properties["totalSheets"], " is not of type integer");
        return from(http::validation_errors(violations.take()));
    }
    LetterStatus::Despatch despatch;
    despatch.day = london_date(*read_instant(data["transitionDate"].text()));
    despatch.sheets = *sheets;
    const std::string_view product = properties["mailingProduct"];
    despatch.is_sorted = properties["postageClass"] == "2ND" && (product == "MM" || product == "MM ECONOMY");
    return despatch;
}

}  // namespace

std::variant<LetterStatus, FormatError> parse_letter_status(std::string_view body, std::string_view token_id) {
    const auto document = JsonDocument::parse(body);
    if (!document) return from(http::v2_error(500, "Exception", "Internal server error"));
    const auto messages = Checker().check(document->root());
    if (!messages.empty()) return from(http::validation_errors(messages));

    const JsonValue data = document->root()["data"];
    LetterStatus status;
    status.notification_id = data["jobId"].text();
    if (status.notification_id != token_id)
        return from(http::v2_error(400, "InvalidRequest",
                                   "Notification ID in letter callback data does not match ID in token"));
    if (data["jobStatus"].text() != despatched) return status;
    auto despatch = read_despatch(data);
    if (auto* error = std::get_if<FormatError>(&despatch)) return std::move(*error);
    status.despatch = std::get<LetterStatus::Despatch>(despatch);
    return status;
}

}  // namespace herald::receipts
