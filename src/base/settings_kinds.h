#pragma once

// The kinds of settings there are: each function makes the line of the table for one member of Settings. Included by
// the parts of the table only.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/settings.h"

namespace herald::setting_kinds {

inline constexpr std::array<std::string_view, 4> level_words{"debug", "info", "warning", "error"};

using Problem = std::optional<std::string>;

inline std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> items;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        std::string_view item = text.substr(0, comma);
        while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
        while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
        if (!item.empty()) items.emplace_back(item);
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return items;
}

template <class Items>
std::string join_list(const Items& items) {
    std::string text;
    for (const auto& item : items) text += (text.empty() ? "" : ",") + std::string(item);
    return text;
}

inline Problem check_not_blank(std::string_view value) {
    if (value.find_first_not_of(' ') != std::string_view::npos) return {};
    return "must not be blank";
}

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

inline std::optional<ListenAddress> parse_address(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
    if (!port) return std::nullopt;
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos) return std::nullopt;
    if (host.empty()) return std::nullopt;
    return ListenAddress{std::string(host), *port};
}

inline std::optional<bool> parse_bool(std::string_view text) {
    if (text == "true" || text == "on" || text == "yes" || text == "1") return true;
    if (text == "false" || text == "off" || text == "no" || text == "0") return false;
    return std::nullopt;
}

/// What a setting is called and how it is explained; how it is read follows from its kind.
struct Entry {
    std::string_view name, group, form, help;
    bool secret = false;
};

inline Setting make(const Entry& entry, decltype(Setting::read) read, decltype(Setting::show) show, bool quoted) {
    return {entry.name, entry.group, entry.form, entry.help, entry.secret, std::move(read), std::move(show), quoted};
}

using Check = Problem (*)(std::string_view);

inline Setting text(const Entry& entry, std::string Settings::*member, Check check = nullptr) {
    return make(
        entry,
        [member, check](Settings& settings, std::string_view value) -> Problem {
            if (check && !value.empty()) {
                if (auto problem = check(value)) return problem;
            }
            settings.*member = value;
            return {};
        },
        [member](const Settings& settings) { return settings.*member; }, true);
}

/// Items between commas.
inline Setting list(const Entry& entry, std::vector<std::string> Settings::*member) {
    return make(
        entry,
        [member](Settings& settings, std::string_view value) -> Problem {
            settings.*member = split_list(value);
            return {};
        },
        [member](const Settings& settings) { return join_list(settings.*member); }, true);
}

/// A URL that other paths are appended to, so its trailing slashes go.
inline Setting base_url(const Entry& entry, std::string Settings::*member) {
    Setting setting = text(entry, member);
    setting.read = [member](Settings& settings, std::string_view value) -> Problem {
        if (!value.empty() && !value.starts_with("http://") && !value.starts_with("https://"))
            return "must start with http:// or https://";
        while (value.ends_with('/')) value.remove_suffix(1);
        settings.*member = value;
        return {};
    };
    return setting;
}

inline Setting integer(const Entry& entry, std::int64_t Settings::*member, std::int64_t min, std::int64_t max) {
    return make(
        entry,
        [=](Settings& settings, std::string_view value) -> Problem {
            const auto number = parse_number<std::int64_t>(value);
            if (!number || *number < min || *number > max)
                return "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max);
            settings.*member = *number;
            return {};
        },
        [member](const Settings& settings) { return std::to_string(settings.*member); }, false);
}

/// `NAME=NUMBER,…`
inline Setting numbers_by_name(const Entry& entry, std::map<std::string, std::int64_t> Settings::*member,
                               std::int64_t min, std::int64_t max) {
    return make(
        entry,
        [=](Settings& settings, std::string_view value) -> Problem {
            std::map<std::string, std::int64_t> numbers;
            for (const std::string& item : split_list(value)) {
                const auto equals = item.find('=');
                if (equals == 0 || equals == std::string::npos) return "must be NAME=NUMBER, such as mmg=50";
                const auto number = parse_number<std::int64_t>(std::string_view(item).substr(equals + 1));
                if (!number || *number < min || *number > max)
                    return "must hold whole numbers from " + std::to_string(min) + " to " + std::to_string(max);
                numbers[item.substr(0, equals)] = *number;
            }
            settings.*member = std::move(numbers);
            return {};
        },
        [member](const Settings& settings) {
            std::vector<std::string> items;
            for (const auto& [name, number] : settings.*member) items.push_back(name + "=" + std::to_string(number));
            return join_list(items);
        },
        true);
}

inline Setting rate(const Entry& entry, double Settings::*member) {
    return make(
        entry,
        [member](Settings& settings, std::string_view value) -> Problem {
            const auto number = parse_number<double>(value);
            if (!number || !(*number >= 0 && *number <= 1)) return "must be a number from 0 to 1";
            settings.*member = *number;
            return {};
        },
        [member](const Settings& settings) {
            char buffer[32];
            const auto end = std::to_chars(buffer, buffer + sizeof buffer, settings.*member).ptr;
            return std::string(buffer, end);
        },
        false);
}

inline Setting boolean(const Entry& entry, bool Settings::*member) {
    return make(
        entry,
        [member](Settings& settings, std::string_view value) -> Problem {
            const auto flag = parse_bool(value);
            if (!flag) return "must be true or false";
            settings.*member = *flag;
            return {};
        },
        [member](const Settings& settings) { return std::string(settings.*member ? "true" : "false"); }, false);
}

/// One of a few words. `words` stands in the order of the enumeration's values.
template <class Enumeration, std::size_t count>
Setting choice(const Entry& entry, Enumeration Settings::*member, const std::array<std::string_view, count>& words) {
    return make(
        entry,
        [member, words](Settings& settings, std::string_view value) -> Problem {
            const auto found = std::find(words.begin(), words.end(), value);
            if (found == words.end()) return "must be one of " + join_list(words);
            settings.*member = static_cast<Enumeration>(found - words.begin());
            return {};
        },
        [member, words](const Settings& settings) {
            return std::string(words[static_cast<std::size_t>(settings.*member)]);
        },
        true);
}

inline constexpr std::string_view bad_address = "must be HOST:PORT, such as 127.0.0.1:6011 or [::1]:6011";

inline Setting address(const Entry& entry, ListenAddress Settings::*member) {
    return make(
        entry,
        [member](Settings& settings, std::string_view value) -> Problem {
            const auto parsed = parse_address(value);
            if (!parsed) return std::string(bad_address);
            settings.*member = *parsed;
            return {};
        },
        [member](const Settings& settings) { return (settings.*member).to_string(); }, true);
}

inline Setting optional_address(const Entry& entry, std::optional<ListenAddress> Settings::*member) {
    return make(
        entry,
        [member](Settings& settings, std::string_view value) -> Problem {
            const auto parsed = parse_address(value);
            if (!parsed && value != "off") return std::string(bad_address) + ", or off";
            settings.*member = parsed;
            return {};
        },
        [member](const Settings& settings) {
            return settings.*member ? (settings.*member)->to_string() : std::string("off");
        },
        true);
}

}  // namespace herald::setting_kinds
