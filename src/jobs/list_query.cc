#include "jobs/list_query.h"

#include <algorithm>

#include "base/london.h"
#include "base/text.h"
#include "internal/answers.h"
#include "internal/pages.h"

namespace herald::jobs {
namespace {

std::vector<std::string> split_statuses(std::string_view text) {
    std::vector<std::string> words;
    for (;;) {
        const auto comma = std::min(text.find(','), text.size());
        // A word that is no status finds nothing, and no store is asked for it: it may be any bytes.
        if (const auto word = text::trim(text.substr(0, comma)); !word.empty())
            words.emplace_back(job_status_from_text(word) ? word : "");
        if (comma == text.size()) return words;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace

std::variant<std::optional<Timestamp>, http::Response> read_created_since(const http::Pairs& query, Timestamp now) {
    const auto text = internal::query_value(query, "limit_days");
    if (!text) return std::nullopt;
    if (const auto days = internal::read_integer(*text))
        return london_midnight_days_ago(now, static_cast<int>(std::clamp<std::int64_t>(*days, -1, 36'500)));
    internal::FieldErrors errors;
    errors.add("limit_days", std::string(*text) + " is not an integer");
    return errors.answer();
}

std::variant<JobFilter, http::Response> read_job_filter(const http::Pairs& query, Timestamp now) {
    JobFilter filter;
    auto since = read_created_since(query, now);
    if (auto* refused = std::get_if<http::Response>(&since)) return std::move(*refused);
    filter.created_since = std::get<std::optional<Timestamp>>(since);
    if (const auto text = internal::query_value(query, "statuses")) filter.statuses = split_statuses(*text);
    const auto list = internal::query_value(query, "contact_list_id");
    if (!list || list->empty()) return filter;
    filter.contact_list_id = Uuid::parse(*list);
    // What the store cannot represent is not there.
    if (!filter.contact_list_id) return internal::not_found();
    return filter;
}

}  // namespace herald::jobs
