#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "base/uuid.h"

namespace herald {

class JsonValue;

/// Appends JSON to a string as it goes, without building anything in between. The caller opens and closes in pairs
/// and gives a key before each member's value; commas are put in here.
/// `JsonWriter w(out); w.begin_object().member("id", id).key("links").begin_object().end_object().end_object();`
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }
    JsonWriter& key(std::string_view name);

    /// Text goes out as UTF-8; a byte sequence that is not UTF-8 becomes U+FFFD, so that the result is always JSON.
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(bool flag);
    /// The shortest digits that read back the same, always with a fraction or an exponent; NaN and the infinities,
    /// which JSON does not know, become null.
    JsonWriter& value(double number);
    JsonWriter& value(const Uuid& id);
    /// `2017-05-14T12:15:30.000000Z`.
    JsonWriter& value(Timestamp instant);
    /// A value that was parsed, with its numbers as they were written (so `NaN`, if it was taken in, goes out again).
    JsonWriter& value(JsonValue parsed);
    JsonWriter& value(std::nullopt_t) { return null(); }
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    JsonWriter& value(T number) {
        if constexpr (std::unsigned_integral<T>) return unsigned_integer(number);
        else return integer(number);
    }
    template <class T>
    JsonWriter& value(const std::optional<T>& maybe) {
        return maybe ? value(*maybe) : null();
    }
    JsonWriter& null();
    /// Text that is JSON already.
    JsonWriter& raw(std::string_view json);

    template <class T>
    JsonWriter& member(std::string_view name, const T& content) {
        key(name);
        return value(content);
    }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    JsonWriter& integer(std::int64_t number);
    JsonWriter& unsigned_integer(std::uint64_t number);
    void separate() {
        if (needs_comma_) out_.push_back(',');
        needs_comma_ = true;
    }

    std::string& out_;
    bool needs_comma_ = false;
};

/// Appends `text` as a JSON string, quotes included.
void append_json_string(std::string& out, std::string_view text);

}  // namespace herald
