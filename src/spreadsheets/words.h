#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "spreadsheets/recipient_kind.h"

namespace herald::spreadsheets {

/// `100,000`
std::string with_thousands(std::size_t number);

/// A noun in both forms.
struct Noun {
    std::string_view one;
    std::string_view several;

    std::string_view for_count(std::size_t count) const { return count == 1 ? one : several; }
    /// `1 phone number`, `2,000 phone numbers`
    std::string counted(std::size_t count) const;
};

inline constexpr Noun row_noun{"row", "rows"};
inline constexpr Noun international_number_noun{"international phone number", "international phone numbers"};
inline constexpr Noun international_message_noun{"international text message", "international text messages"};

/// phone number, email address, address
Noun recipient_noun(RecipientKind kind);
/// text message, email, letter
Noun message_noun(RecipientKind kind);

/// `‘a’, ‘b’ and ‘c’`
std::string quoted_list(const std::vector<std::string>& names, std::string_view conjunction);
/// `a column called ‘a’`, `columns called ‘a’ and ‘b’`; `one` is `a column` or `one column,`.
std::string columns_called(const std::vector<std::string>& names, std::string_view one);

}  // namespace herald::spreadsheets
