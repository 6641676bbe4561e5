#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace herald {

/// The JSON types that a value may have: any one of those set. A number without a fraction is an integer.
enum TypeSet : std::uint8_t {
    array_type = 1,
    boolean_type = 2,
    integer_type = 4,
    object_type = 8,
    string_type = 16,
    null_type = 32,
};

bool has_type(JsonValue value, std::uint8_t types);
/// As messages name them: by the alphabet, `null` last.
std::vector<std::string_view> type_names(std::uint8_t types);

/// What is wrong with a body or a query, in the words of contract public-api §2.1 and §2.3; nothing twice. Values are
/// shown as python_message_text has them. An empty name is that of the whole body.
class Violations {
public:
    void add(std::string message);
    /// `«name» «value»«fault»`
    void add(std::string_view name, JsonValue value, std::string_view fault);
    void add(std::string_view name, std::string_view value, std::string_view fault);

    void wrong_type(std::string_view name, JsonValue value, std::uint8_t types);
    void not_one_of(std::string_view name, std::string_view value, std::span<const std::string_view> allowed);
    void missing(std::string_view name);
    /// One message for all names that should not be there, in the order of the alphabet. None: no message.
    void unexpected(std::vector<std::string_view> names);

    bool empty() const { return messages_.empty(); }
    std::vector<std::string> take() { return std::move(messages_); }

private:
    std::vector<std::string> messages_;
};

}  // namespace herald
