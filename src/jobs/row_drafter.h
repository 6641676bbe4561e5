#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "jobs/job.h"
#include "notifications/intake.h"
#include "spreadsheets/table_columns.h"
#include "spreadsheets/table_row.h"
#include "spreadsheets/table_rules.h"

namespace herald::jobs {

/// Why a row never becomes a message: a word for the store and for people who look into it.
struct SkipReason {
    std::string_view word;
};
inline constexpr SkipReason not_allowed{"not-allowed"};            ///< trial mode: neither team nor guest list
inline constexpr SkipReason missing_data{"missing-data"};          ///< the template wants more than the row has
inline constexpr SkipReason message_empty{"message-empty"};        ///< nothing would be left to send
inline constexpr SkipReason message_too_long{"message-too-long"};  ///< over 918 characters

/// Makes messages of a job's rows (tasks.md §5.4). Immutable: for any thread.
///
/// A row whose recipient is not valid, or that the service may not send to, becomes a message that has failed
/// validation, so that it is seen among the others. What a service in trial mode may not send, and what could not be
/// rendered, is skipped.
class RowDrafter {
public:
    /// For text messages and emails.
    RowDrafter(const Job& job, services::ServicePtr service, templates::TemplatePtr source);

    const spreadsheets::TableRules& rules() const { return rules_; }
    const Job& job() const { return job_; }

    std::variant<notifications::AcceptedPtr, SkipReason> draft(const spreadsheets::TableColumns& columns,
                                                               const spreadsheets::TableRow& row, Timestamp now) const;

private:
    bool lacks_columns(const spreadsheets::TableColumns& columns) const;

    Job job_;
    services::ServicePtr service_;
    templates::TemplatePtr source_;
    spreadsheets::TableRules rules_;
    std::optional<std::string> reply_to_text_;
};

}  // namespace herald::jobs
