#include "receipts/formats/twilio.h"

#include <algorithm>
#include <array>

#include "crypto/encoding.h"
#include "crypto/hmac.h"
#include "http/api_error.h"
#include "http/message.h"
#include "receipts/formats/code_table.h"

namespace herald::receipts {
namespace {

using notifications::Status;

/// What failed and undelivered messages say in ErrorCode; any other code is final.
constexpr std::array<CodeMeaning, 6> errors{{{"30001", Status::temporary_failure, "queue overflow"},
                                             {"30002", Status::technical_failure, "account suspended"},
                                             {"30003", Status::temporary_failure, "unreachable handset"},
                                             {"30008", Status::temporary_failure, "unknown error"},
                                             {"30010", Status::technical_failure, "price exceeds the limit"},
                                             {"30017", Status::temporary_failure, "carrier congestion"}}};

std::string field(const http::Pairs& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &http::Pairs::value_type::first);
    return found == fields.end() ? "" : found->second;
}

bool is_on_its_way(std::string_view status) {
    constexpr std::array<std::string_view, 6> states{"accepted", "scheduled", "queued", "sending", "sent", "receiving"};
    return std::ranges::find(states, status) != states.end();
}

}  // namespace

std::variant<Receipt, IgnoredEvent, FormatError> parse_twilio_receipt(std::string_view form) {
    const http::Pairs fields = http::parse_form(form);
    Receipt receipt;
    receipt.key = Receipt::Key::provider_reference;
    receipt.reference = field(fields, "MessageSid");
    receipt.provider = "twilio";
    receipt.status_code = field(fields, "MessageStatus");
    receipt.detail_code = field(fields, "ErrorCode");
    if (receipt.reference.empty()) return FormatError{400, http::old_error(400, "MessageSid is missing").body};
    if (receipt.status_code.empty()) return FormatError{400, http::old_error(400, "MessageStatus is missing").body};
    if (is_on_its_way(receipt.status_code)) return IgnoredEvent{receipt.status_code};
    if (receipt.status_code == "delivered" || receipt.status_code == "read") {
        receipt.status = Status::delivered;
    } else if (receipt.status_code == "undelivered" || receipt.status_code == "failed") {
        const CodeMeaning* error = find_code(errors, receipt.detail_code);
        receipt.status = error ? error->status : Status::permanent_failure;
        if (error) receipt.detail = error->detail;
    }
    return receipt;
}

bool is_twilio_signature(std::string_view signature, std::string_view url, std::string_view form,
                         std::string_view token) {
    http::Pairs fields = http::parse_form(form);
    std::ranges::stable_sort(fields, {}, &http::Pairs::value_type::first);
    std::string signed_text(url);
    for (const auto& [name, value] : fields) signed_text.append(name).append(value);
    const std::string expected = crypto::base64_encode(crypto::hmac_sha1(token, signed_text));
    return crypto::equal_in_constant_time(expected, signature);
}

}  // namespace herald::receipts
