#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "notifications/notification.h"

namespace herald::notifications {

/// Rows of comma-separated text as the JSON array that a bulk request may hold instead: the recipient's column becomes
/// `phone_number` or `email_address`, `reference` its own property, every other column a value of `personalisation`
/// (several columns of one name a list, an empty cell null). Column names match as in content.md §7.2. At most
/// `rows_max` + 1 rows are read.
struct BulkCsv {
    std::string rows_json;
};
/// The text is why it cannot be read.
std::variant<BulkCsv, std::string> read_bulk_csv(std::string_view csv, Channel channel, std::size_t rows_max);

}  // namespace herald::notifications
