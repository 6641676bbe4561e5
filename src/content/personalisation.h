#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace herald::content {

/// A placeholder's name as it is compared: lower case, without spaces, `_` and `-` (content.md §1.2).
std::string normalise_name(std::string_view name);
/// Whether they name the same placeholder.
bool is_same_name(std::string_view a, std::string_view b);

/// A number as it is shown: digits, or the shortest decimal (`1.5`, `10.0`, `1e+21`).
struct Number {
    std::string text;
    bool operator==(const Number&) const = default;
};

/// A list's items as text. Leave null items out; blank ones are dropped when the list is shown.
using List = std::vector<std::string>;

/// One value of a personalisation. Null (`std::monostate`) counts as missing. An object is given as the text it is
/// shown as.
using Value = std::variant<std::monostate, std::string, bool, Number, List>;

/// The values that fill a template, found by any spelling of their name (content.md §1.2, §1.3).
class Personalisation {
public:
    Personalisation() = default;
    /// Of names in any spelling and order; of two spellings of one name the later counts. However many there are.
    explicit Personalisation(std::vector<std::pair<std::string, Value>> named);

    /// For single values, because it takes time in proportion to all of them. A later spelling of a name replaces the
    /// earlier one.
    void set(std::string_view name, Value value);
    /// Null when there is no such value. `key` is a normalised name.
    const Value* find(std::string_view key) const;
    bool empty() const { return values_.empty(); }

private:
    std::vector<std::pair<std::string, Value>> values_;
};

}  // namespace herald::content
