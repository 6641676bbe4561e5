#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "notifications/status.h"

namespace herald::receipts {

/// One row of a provider's table: what a code means to us, and what the contract calls it.
struct CodeMeaning {
    std::string_view code;
    notifications::Status status;
    std::string_view detail;
};

/// Null when the table does not have the code.
inline const CodeMeaning* find_code(std::span<const CodeMeaning> table, std::string_view code) {
    const auto found = std::ranges::find(table, code, &CodeMeaning::code);
    return found == table.end() ? nullptr : &*found;
}

}  // namespace herald::receipts
