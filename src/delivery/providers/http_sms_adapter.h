#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "delivery/provider.h"
#include "http/client.h"
#include "receipts/formats/http_sms.h"

namespace herald::delivery {

/// How a provider's HTTP interface is spoken to, as a JSON file says it (contract providers §21; an example is in
/// docs/operating.md). Texts of the request may hold ((to)), ((to_national)), ((text)), ((sender)), ((reference)),
/// ((user)) and ((secret)). What they stand for is escaped for where it goes: a value can end neither a string, nor a
/// field, nor a header.
struct HttpSmsAdapter {
    enum class Authentication { none, basic, bearer };
    /// When an answer means this outcome: all that is given must hold.
    struct Rule {
        std::optional<int> status;
        std::string pointer;  ///< empty: the body does not matter
        std::string equals;
        SendResult::Outcome outcome = SendResult::Outcome::retryable;
    };

    http::Method method = http::Method::post;
    std::string url;
    std::vector<http::Header> headers;
    Authentication authentication = Authentication::none;
    std::shared_ptr<const JsonDocument> json;  ///< a body of JSON, in the file's own shape; null: none
    http::Pairs form;                          ///< else one of fields
    std::vector<Rule> rules;                   ///< looked at first, in this order
    std::set<int> accepted_statuses;           ///< empty: any 2xx
    std::string accepted_pointer, accepted_equals;
    std::string reference;  ///< pointer to the provider's id of the message; empty: it gives none
    std::optional<receipts::HttpReceiptFormat> receipts;
};

/// Reads the file's text. The other alternative says what is wrong with it, for people.
std::variant<HttpSmsAdapter, std::string> parse_adapter(std::string_view text);

}  // namespace herald::delivery
