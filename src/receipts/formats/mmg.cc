#include "receipts/formats/mmg.h"

#include <array>
#include <vector>

#include "base/json.h"
#include "base/london.h"
#include "http/api_error.h"
#include "receipts/formats/code_table.h"

namespace herald::receipts {
namespace {

using notifications::Status;

constexpr std::array<CodeMeaning, 4> statuses{{
    {"2", Status::permanent_failure, ""},
    {"3", Status::delivered, ""},
    {"4", Status::temporary_failure, ""},
    {"5", Status::permanent_failure, ""},
}};

/// Contract tasks §6.2: the reasons of each status, for the log only.
struct Reason {
    std::string_view status, substatus, text;
};
constexpr std::array<Reason, 33> reasons{{
    {"2", "1", "Number does not exist"},
    {"2", "4", "Rejected by operator"},
    {"2", "5", "Unidentified Subscriber"},
    {"2", "9", "Undelivered"},
    {"2", "11", "Service for Subscriber suspended"},
    {"2", "12", "Illegal equipment"},
    {"2", "2049", "Subscriber IMSI blacklisted"},
    {"2", "2050", "Number blacklisted in do-not-disturb blacklist"},
    {"2", "2052", "Destination number blacklisted"},
    {"2", "2053", "Source address blacklisted"},
    {"3", "2", "Delivered to operator"},
    {"3", "5", "Delivered to handset"},
    {"4", "6", "Absent Subscriber"},
    {"4", "8", "Roaming not allowed"},
    {"4", "13", "SMS Not Supported"},
    {"4", "15", "Expired"},
    {"4", "27", "Absent Subscriber"},
    {"4", "29", "Invalid delivery report"},
    {"4", "32", "Delivery Failure"},
    {"5", "6", "Network out of coverage"},
    {"5", "8", "Incorrect number prefix"},
    {"5", "10", "Number on do-not-disturb service"},
    {"5", "11", "Sender id not registered"},
    {"5", "13", "Sender id blacklisted"},
    {"5", "14", "Destination number blacklisted"},
    {"5", "19", "Routing unavailable"},
    {"5", "20", "Rejected by anti-flooding mechanism"},
    {"5", "21", "System error"},
    {"5", "23", "Duplicate message id"},
    {"5", "24", "Message formatted incorrectly"},
    {"5", "25", "Message too long"},
    {"5", "51", "Missing recipient value"},
    {"5", "52", "Invalid destination"},
}};

/// A value as the reference makes text of it: numbers as written, `null` as `None`, true and false capitalised.
/// Empty when the field is missing.
std::string as_text(JsonValue value) {
    switch (value.type()) {
        case JsonValue::Type::absent:
            return {};
        case JsonValue::Type::null:
            return "None";
        case JsonValue::Type::boolean:
            return *value.as_bool() ? "True" : "False";
        case JsonValue::Type::string:
        case JsonValue::Type::number:
            return std::string(value.text());
        case JsonValue::Type::array:
        case JsonValue::Type::object:
            return value.to_json();
    }
    return {};
}

FormatError unreadable() {
    return {500, http::old_error(500, "Internal server error").body};
}

std::string_view reason(std::string_view status, std::string_view substatus) {
    for (const Reason& r : reasons)
        if (r.status == status && r.substatus == substatus) return r.text;
    return {};
}

}  // namespace

bool is_known_mmg_status(std::string_view status) {
    return find_code(statuses, status) != nullptr;
}

std::variant<Receipt, FormatError> parse_mmg_receipt(std::string_view body) {
    const std::optional<JsonDocument> document = JsonDocument::parse(body);
    if (!document || !document->root().is_object()) return unreadable();
    const JsonValue root = document->root();

    Receipt receipt;
    receipt.key = Receipt::Key::notification_id;
    receipt.provider = "mmg";
    receipt.status_code = as_text(root["status"]);
    receipt.reference = as_text(root["CID"]);
    std::vector<std::string> missing;
    if (receipt.status_code.empty()) missing.push_back("MMG callback failed: status missing");
    if (receipt.reference.empty()) missing.push_back("MMG callback failed: CID missing");
    if (!missing.empty()) return FormatError{400, http::old_errors(400, missing).body};

    const JsonValue time = root["deliverytime"];
    if (time.exists() && !time.is_null() && !time.is_string()) return unreadable();
    receipt.provider_time = parse_london_time(time.text());
    receipt.detail_code = root["substatus"].is_null() ? "" : as_text(root["substatus"]);
    receipt.detail = reason(receipt.status_code, receipt.detail_code);
    const CodeMeaning* meaning = find_code(statuses, receipt.status_code);
    receipt.status = meaning ? meaning->status : Status::technical_failure;
    return receipt;
}

}  // namespace herald::receipts
