#include "receipts/formats/http_sms.h"

#include <algorithm>

#include "base/json_pointer.h"
#include "base/text.h"
#include "http/api_error.h"
#include "http/message.h"

namespace herald::receipts {
namespace {

using notifications::Status;
using Words = std::map<std::string, std::string, std::less<>>;

constexpr std::string_view ignored = "ignore";
constexpr std::size_t receipts_max = 1'000;

/// Contract providers §21, the customary words.
const Words& customary() {
    static const Words words{{"queued", "ignore"},
                             {"accepted", "ignore"},
                             {"submitted", "ignore"},
                             {"sent", "ignore"},
                             {"enroute", "ignore"},
                             {"buffered", "ignore"},
                             {"delivered", "delivered"},
                             {"undelivered", "permanent-failure"},
                             {"failed", "permanent-failure"},
                             {"rejected", "permanent-failure"},
                             {"invalid", "permanent-failure"},
                             {"expired", "temporary-failure"},
                             {"absent", "temporary-failure"},
                             {"unknown", "temporary-failure"}};
    return words;
}

FormatError no_receipt(std::string_view why) {
    return {400, http::old_error(400, why).body};
}

std::string_view meaning_of(const std::string& word, const HttpReceiptFormat& format) {
    const std::string lower = text::to_lower_ascii(word);
    for (const Words* words : {&format.statuses, &customary()})
        if (const auto found = words->find(lower); found != words->end()) return found->second;
    return "technical-failure";
}

std::optional<FormatError> add(std::vector<Receipt>& receipts, const HttpReceiptFormat& format, std::string id,
                               const std::string& status, std::string error) {
    if (id.empty()) return no_receipt("A receipt has no id");
    if (status.empty()) return no_receipt("A receipt has no status");
    const std::string_view meaning = meaning_of(status, format);
    if (meaning == ignored) return std::nullopt;
    Receipt receipt;
    receipt.key = format.id_is_reference ? Receipt::Key::provider_reference : Receipt::Key::notification_id;
    receipt.reference = std::move(id);
    receipt.provider = "http-sms";
    receipt.status = notifications::status_from_text(meaning).value_or(Status::technical_failure);
    receipt.status_code = status;
    receipt.detail_code = std::move(error);
    receipts.push_back(std::move(receipt));
    return std::nullopt;
}

std::string field(const http::Pairs& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &http::Pairs::value_type::first);
    return name.empty() || found == fields.end() ? "" : found->second;
}

std::variant<std::vector<Receipt>, FormatError> parse_form_receipt(std::string_view body,
                                                                   const HttpReceiptFormat& format) {
    const http::Pairs fields = http::parse_form(body);
    std::vector<Receipt> receipts;
    auto refused =
        add(receipts, format, field(fields, format.id), field(fields, format.status), field(fields, format.error));
    if (refused) return std::move(*refused);
    return receipts;
}

}  // namespace

std::variant<std::vector<Receipt>, FormatError> parse_http_receipts(std::string_view body,
                                                                    const HttpReceiptFormat& format) {
    if (format.is_form) return parse_form_receipt(body, format);
    const std::optional<JsonDocument> document = JsonDocument::parse(body);
    if (!document) return no_receipt("The body is not JSON");
    const JsonValue root = at_pointer(document->root(), format.list);
    if (!root.is_object() && !root.is_array()) return no_receipt("The body holds no receipt");
    const std::size_t count = root.is_array() ? root.size() : 1;
    if (count > receipts_max) return no_receipt("The body holds too many receipts");
    std::vector<Receipt> receipts;
    for (std::size_t i = 0; i < count; ++i) {
        const JsonValue one = root.is_array() ? root[i] : root;
        const std::string error = format.error.empty() ? "" : scalar_text(at_pointer(one, format.error));
        auto refused = add(receipts, format, scalar_text(at_pointer(one, format.id)),
                           scalar_text(at_pointer(one, format.status)), error);
        if (refused) return std::move(*refused);
    }
    return receipts;
}

}  // namespace herald::receipts
