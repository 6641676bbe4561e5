#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"
#include "http/message.h"
#include "internal/pages.h"
#include "notifications/notification.h"

namespace herald::notifications {

/// Which messages the internal API's lists show (contract admin-api-messages §7.1). Empty vectors do not filter.
struct LogFilter {
    internal::Page page;
    std::vector<Channel> channels;
    std::vector<Status> statuses;
    /// A status was asked for, but none that there is: nothing matches.
    bool matches_nothing = false;
    /// The statuses as a search takes them: by their names alone, none stands for others (§9.3).
    std::vector<Status> named_statuses;
    bool names_no_status = false;  ///< words were given, but none names a status
    std::optional<int> limit_days;
    bool include_jobs = true;
    bool include_from_test_key = false;
    bool include_one_off = true;
    bool count_pages = true;
    bool format_for_csv = false;
    std::optional<Uuid> older_than;
    std::string to;  ///< empty: no search
};

/// Parameters of a query, or the answer: 400 with every faulty field (F), or what is wrong with a template type.
std::variant<LogFilter, http::Response> read_log_filter(const http::Pairs& query);
/// The same from a JSON object, where lists may also be a single text and numbers a text.
std::variant<LogFilter, http::Response> read_log_filter(JsonValue body);

}  // namespace herald::notifications
