#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "recipients/phone_number.h"
#include "spreadsheets/message_check.h"
#include "spreadsheets/recipient_kind.h"

namespace herald::spreadsheets {

/// Most rows of a table, the header not counted; what follows is not looked at (content.md §7.2).
inline constexpr std::size_t table_rows_max = 100'000;

/// Whether someone may be sent to, by the normalised recipient: 447700900855, a lower-cased email address
/// (content.md §7.5, recipients::normalise_recipient). The caller decides who is: the guest list counts when a job is
/// processed, not when its file is checked.
using IsAllowed = std::function<bool(std::string_view normalised_recipient)>;

/// What the rows of a table are checked against: the template, and what the service may do.
struct TableRules {
    RecipientKind kind = RecipientKind::phone_number;
    std::vector<std::string> placeholders;  ///< of the template, as content::placeholders gives them
    recipients::PhonePermissions phone;
    bool international_letters = true;
    IsAllowed is_allowed;        ///< none: anyone
    MessageCheck check_message;  ///< none: messages are not looked at
};

}  // namespace herald::spreadsheets
