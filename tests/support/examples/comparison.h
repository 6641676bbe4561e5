#pragma once

#include <rapidjson/document.h>

#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace herald::test {

/// What one example of a file of worked examples comes to: nothing when the product does what it says, else what
/// differs.
using Outcome = std::optional<std::string>;

/// An example that is not in the form of its area.
struct MalformedExample : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A member that has to be there.
const rapidjson::Value& member(const rapidjson::Value& object, const char* name);
bool has_member(const rapidjson::Value& object, const char* name);
/// A text; any other value is malformed.
std::string to_text(const rapidjson::Value& value);
/// A text, or nothing for null and for a member that is not there.
std::optional<std::string> optional_text(const rapidjson::Value& object, const char* name);
bool to_flag(const rapidjson::Value& value);
/// Any value as JSON, for messages and comparison.
std::string to_json(const rapidjson::Value& value);

/// Compares what the product made with the members of an example's `expected`. A member that is never compared differs,
/// so that nothing that an example says goes unseen.
class Comparison {
public:
    explicit Comparison(const rapidjson::Value& expected);

    bool expects(const char* name) const { return has_member(expected_, name); }
    void text(const char* name, std::string_view actual);
    /// Null stands for nothing.
    void optional_text(const char* name, const std::optional<std::string>& actual);
    void number(const char* name, std::int64_t actual);
    /// Null stands for nothing.
    void optional_number(const char* name, std::optional<std::int64_t> actual);
    void flag(const char* name, bool actual);
    void texts(const char* name, const std::vector<std::string>& actual);

    /// Any value, in which the order of an object's members does not count.
    void value(const char* name, const rapidjson::Value& actual) { compare(name, actual); }
    /// A member that is an object, compared by a comparison of its own.
    void object(const char* name, const Comparison& inner);

    Outcome outcome() const;

private:
    void compare(const char* name, const rapidjson::Value& actual);

    const rapidjson::Value& expected_;
    std::set<std::string> compared_;
    std::string differences_;
};

}  // namespace herald::test
