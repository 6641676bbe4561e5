#include "receipts/formats/firetext.h"

#include <array>
#include <vector>

#include "base/london.h"
#include "http/api_error.h"
#include "http/message.h"
#include "receipts/formats/code_table.h"

namespace herald::receipts {
namespace {

using notifications::Status;

constexpr std::array<CodeMeaning, 3> statuses{{
    {"0", Status::delivered, ""},
    {"1", Status::permanent_failure, ""},
    {"2", Status::pending, ""},
}};

/// Contract tasks §6.2 step 5.
constexpr std::array<CodeMeaning, 10> failure_codes{{
    {"000", Status::temporary_failure, "No error reported"},
    {"101", Status::permanent_failure, "Unknown Subscriber"},
    {"102", Status::temporary_failure, "Absent Subscriber"},
    {"103", Status::temporary_failure, "Subscriber Busy"},
    {"104", Status::temporary_failure, "No Subscriber Memory"},
    {"201", Status::permanent_failure, "Invalid Number"},
    {"301", Status::permanent_failure, "SMS Not Supported"},
    {"302", Status::temporary_failure, "SMS Not Supported"},
    {"401", Status::permanent_failure, "Message Rejected"},
    {"900", Status::temporary_failure, "Routing Error"},
}};

/// The first field of that name, as a form reader has it.
std::string field(const http::Pairs& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return {};
}

}  // namespace

bool is_known_firetext_status(std::string_view status) {
    return find_code(statuses, status) != nullptr;
}

std::variant<Receipt, FormatError> parse_firetext_receipt(std::string_view form) {
    const http::Pairs fields = http::parse_form(form);
    Receipt receipt;
    receipt.key = Receipt::Key::notification_id;
    receipt.provider = "firetext";
    receipt.status_code = field(fields, "status");
    receipt.reference = field(fields, "reference");
    std::vector<std::string> missing;
    if (receipt.status_code.empty()) missing.push_back("Firetext callback failed: status missing");
    if (receipt.reference.empty()) missing.push_back("Firetext callback failed: reference missing");
    if (!missing.empty()) return FormatError{400, http::old_errors(400, missing).body};

    receipt.detail_code = field(fields, "code");
    receipt.provider_time = parse_london_time(field(fields, "time"));
    const CodeMeaning* meaning = find_code(statuses, receipt.status_code);
    receipt.status = meaning ? meaning->status : Status::technical_failure;
    const CodeMeaning* failure = find_code(failure_codes, receipt.detail_code);
    if (failure && receipt.status == Status::permanent_failure) receipt.detail = failure->detail;
    return receipt;
}

Receipt refine_firetext(Receipt receipt, Status current) {
    if (receipt.status != Status::permanent_failure) return receipt;
    if (const CodeMeaning* failure = find_code(failure_codes, receipt.detail_code)) {
        receipt.status = failure->status;
        receipt.detail = failure->detail;
    } else if (current == Status::pending) {
        receipt.status = Status::temporary_failure;
    }
    return receipt;
}

}  // namespace herald::receipts
