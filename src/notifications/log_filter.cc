#include "notifications/log_filter.h"

#include <algorithm>
#include <span>

#include "base/json_writer.h"
#include "internal/answers.h"

namespace herald::notifications {
namespace {

using internal::FieldErrors;

constexpr std::string_view true_words[] = {"t",  "T", "true", "True", "TRUE", "on",  "On",
                                           "ON", "y", "Y",    "yes",  "Yes",  "YES", "1"};
constexpr std::string_view false_words[] = {"f",   "F", "false", "False", "FALSE", "off", "Off",
                                            "OFF", "n", "N",     "no",    "No",    "NO",  "0"};
/// Every status but the historic one; a filter of all of them is none.
constexpr std::size_t filtered_statuses = 13;

bool is_one_of(std::span<const std::string_view> words, std::string_view text) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

/// One parameter as it came: its texts, or that it was null.
struct Given {
    std::vector<std::string> texts;
    bool is_null = false;
    bool is_text = true;  ///< false: a value that can't be read as any of the parameters
};

/// Reads named parameters from wherever they are.
class Reader {
public:
    template <class Find>
    std::variant<LogFilter, http::Response> read(const Find& find) {
        const auto number = [&](const char* name) { return integer(name, find(name)); };
        if (const auto page = positive("page", find("page"))) filter_.page.number = *page;
        if (const auto size = positive("page_size", find("page_size")))
            filter_.page.size = std::min(*size, internal::page_size_max);
        if (const auto days = number("limit_days"))
            filter_.limit_days = static_cast<int>(std::clamp<std::int64_t>(*days, -1, 36'500));
        boolean("include_jobs", find("include_jobs"), filter_.include_jobs);
        boolean("include_from_test_key", find("include_from_test_key"), filter_.include_from_test_key);
        boolean("include_one_off", find("include_one_off"), filter_.include_one_off);
        boolean("count_pages", find("count_pages"), filter_.count_pages);
        const auto csv = text("format_for_csv", find("format_for_csv"));
        filter_.format_for_csv = csv && !csv->empty();
        if (auto to = text("to", find("to"))) filter_.to = std::move(*to);
        uuid("older_than", find("older_than"));
        statuses(list("status", find("status")));
        auto wrong_type = channels(list("template_type", find("template_type")));
        if (!errors_.empty()) return errors_.answer();
        if (wrong_type) return std::move(*wrong_type);
        return std::move(filter_);
    }

private:
    /// Whether there is something to read; null is an error.
    bool is_given(const char* name, const std::optional<Given>& given) {
        if (given && given->is_null) errors_.add(name, internal::field_null);
        return given && !given->is_null;
    }

    std::optional<std::string> text(const char* name, const std::optional<Given>& given) {
        if (!is_given(name, given)) return std::nullopt;
        if (given->is_text && given->texts.size() == 1) return given->texts.front();
        errors_.add(name, internal::not_a_string);
        return std::nullopt;
    }

    std::optional<std::int64_t> integer(const char* name, const std::optional<Given>& given) {
        if (!is_given(name, given)) return std::nullopt;
        const auto number = given->texts.empty() ? std::nullopt : internal::read_integer(given->texts.front());
        if (!number) errors_.add(name, internal::not_an_integer);
        return number;
    }

    std::optional<std::int64_t> positive(const char* name, const std::optional<Given>& given) {
        const auto number = integer(name, given);
        if (!number || *number >= 1)
            return number ? std::optional(std::min<std::int64_t>(*number, 1'000'000'000)) : number;
        errors_.add(name, internal::not_positive);
        return std::nullopt;
    }

    void boolean(const char* name, const std::optional<Given>& given, bool& flag) {
        if (!is_given(name, given)) return;
        const std::string_view word = given->texts.empty() ? std::string_view() : given->texts.front();
        if (is_one_of(true_words, word)) flag = true;
        else if (is_one_of(false_words, word)) flag = false;
        else errors_.add(name, internal::not_a_boolean);
    }

    void uuid(const char* name, const std::optional<Given>& given) {
        if (!is_given(name, given)) return;
        filter_.older_than = given->texts.empty() ? std::nullopt : Uuid::parse(given->texts.front());
        if (!filter_.older_than) errors_.add(name, internal::not_a_uuid);
    }

    std::vector<std::string> list(const char* name, const std::optional<Given>& given) {
        return is_given(name, given) ? given->texts : std::vector<std::string>();
    }

    void add(Status status) {
        auto& all = filter_.statuses;
        if (std::find(all.begin(), all.end(), status) == all.end()) all.push_back(status);
    }

    void statuses(const std::vector<std::string>& words) {
        for (const auto& word : words) {
            if (const auto named = status_from_text(word)) filter_.named_statuses.push_back(*named);
            if (word == "failed") {
                for (const Status status :
                     {Status::technical_failure, Status::temporary_failure, Status::permanent_failure,
                      Status::validation_failed, Status::virus_scan_failed, Status::returned_letter})
                    add(status);
            } else if (word == "accepted") {
                add(Status::created);
                add(Status::sending);
            } else if (word == "received") {
                add(Status::delivered);
            } else if (const auto status = status_from_text(word)) {
                add(*status);
            }
        }
        filter_.names_no_status = !words.empty() && filter_.named_statuses.empty();
        filter_.matches_nothing = !words.empty() && filter_.statuses.empty();
        if (filter_.statuses.size() >= filtered_statuses) filter_.statuses.clear();
    }

    /// The answer for a type that there isn't.
    std::optional<http::Response> channels(const std::vector<std::string>& words) {
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto channel = services::channel_from_text(words[i]);
            if (!channel) return unknown_type(i);
            filter_.channels.push_back(*channel);
        }
        return std::nullopt;
    }

    static http::Response unknown_type(std::size_t position) {
        http::Response response;
        response.status = 400;
        JsonWriter json(response.body);
        json.begin_object().member("result", "error").key("message").begin_object().key("template_type");
        json.begin_object().key(std::to_string(position)).begin_object().key("template_type").begin_array();
        json.value("Must be one of: sms, email, letter.").end_array().end_object().end_object();
        json.end_object().end_object();
        return response;
    }

    FieldErrors errors_;
    LogFilter filter_;
};

/// A value of JSON as the text that a query would have held.
Given from_json(JsonValue value) {
    const auto scalar = [](JsonValue one) -> std::string {
        return one.as_bool() ? (*one.as_bool() ? "true" : "false") : std::string(one.text());
    };
    Given given;
    given.is_null = value.is_null();
    given.is_text = value.is_string();
    if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) given.texts.push_back(scalar(value[i]));
    } else if (!value.is_object() && !value.is_null()) {
        given.texts.push_back(scalar(value));
    }
    return given;
}

}  // namespace

std::variant<LogFilter, http::Response> read_log_filter(const http::Pairs& query) {
    return Reader().read([&](std::string_view name) -> std::optional<Given> {
        Given given;
        for (const auto& [key, value] : query)
            if (key == name) given.texts.push_back(value);
        if (given.texts.empty()) return std::nullopt;
        // Of what is no list the first counts.
        const bool is_list = name == "status" || name == "template_type";
        if (!is_list) given.texts.resize(1);
        return given;
    });
}

std::variant<LogFilter, http::Response> read_log_filter(JsonValue body) {
    return Reader().read([&](std::string_view name) -> std::optional<Given> {
        const JsonValue value = body[name];
        if (!value.exists()) return std::nullopt;
        return from_json(value);
    });
}

}  // namespace herald::notifications
