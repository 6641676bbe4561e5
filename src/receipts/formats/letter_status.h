#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/london.h"
#include "base/time.h"
#include "receipts/formats/format_error.h"

namespace herald::receipts {

/// What the printer tells of a letter.
struct LetterStatus {
    /// That it has been put into the post.
    struct Despatch {
        LocalDate day{};          ///< in London
        std::int64_t sheets = 0;  ///< of paper, as the printer has counted them
        bool is_sorted = false;   ///< whether it went at the price of sorted mail
    };
    std::string notification_id;       ///< as it was written; Uuid::parse takes it
    std::optional<Despatch> despatch;  ///< none: the printer has refused the letter
};

/// Reads the JSON that the printer posts to `/notifications/letter/status` with a token for the letter `token_id`
/// (contract public-api §6.3, providers §9). The error is the whole answer, its checks in the contract's order: 500 for
/// what is no JSON, 400 for what does not fit the schema, 400 for another letter than the token's, 400 for what the
/// schema forgets.
std::variant<LetterStatus, FormatError> parse_letter_status(std::string_view body, std::string_view token_id);

}  // namespace herald::receipts
