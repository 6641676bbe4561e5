#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace herald::delivery {

/// What the texts of an adapter may name between double round brackets.
struct HttpSmsValues {
    std::string to, to_national, text, sender, reference, user, secret;

    /// Null for a name that does not exist.
    const std::string* find(std::string_view name) const {
        using Member = std::pair<std::string_view, const std::string*>;
        const std::array<Member, 7> members{{{"to", &to},
                                             {"to_national", &to_national},
                                             {"text", &text},
                                             {"sender", &sender},
                                             {"reference", &reference},
                                             {"user", &user},
                                             {"secret", &secret}}};
        for (const auto& [known, value] : members)
            if (known == name) return value;
        return nullptr;
    }
};

/// The text with its placeholders filled in, each value as `escape` makes it. Null when it names something unknown.
inline std::optional<std::string> fill_in(std::string_view text, const HttpSmsValues& values,
                                          const std::function<std::string(std::string_view)>& escape) {
    std::string out;
    for (;;) {
        const auto open = text.find("((");
        out += text.substr(0, open);
        if (open == std::string_view::npos) return out;
        const auto close = text.find("))", open);
        if (close == std::string_view::npos) return std::nullopt;
        const std::string* value = values.find(text.substr(open + 2, close - open - 2));
        if (value == nullptr) return std::nullopt;
        out += escape(*value);
        text.remove_prefix(close + 2);
    }
}

}  // namespace herald::delivery
