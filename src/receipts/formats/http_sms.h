#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "receipts/formats/format_error.h"
#include "receipts/receipt.h"

namespace herald::receipts {

/// Where a provider that is described by configuration puts what it tells (contract providers §21). Of JSON, the places
/// are JSON Pointers; of a form, names of fields.
struct HttpReceiptFormat {
    bool is_form = false;
    std::string list;  ///< where the array of receipts is; empty: the body is one receipt, or an array of them
    std::string id;
    bool id_is_reference = false;  ///< the provider's id; else ours, handed back
    std::string status;
    std::string error;                                         ///< code of what went wrong; empty: none is told
    std::map<std::string, std::string, std::less<>> statuses;  ///< its words (lower case) to ours, or to `ignore`
};

/// Reads what was posted: nothing for words that change nothing. Words that the format does not know are read as is
/// customary (delivered, failed, expired, …); others are technical-failure. 400 for what has no id or status.
std::variant<std::vector<Receipt>, FormatError> parse_http_receipts(std::string_view body,
                                                                    const HttpReceiptFormat& format);

}  // namespace herald::receipts
