#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/uuid.h"

namespace herald::log {

enum class Level { debug, info, warning, error };

/// A field's value. Never a recipient, content, personalisation, token or secret: ids, counts and names of states.
struct Field {
    std::string_view name;
    std::variant<std::string, std::int64_t, double, bool> value;

    Field(std::string_view n, std::string_view text) : name(n), value(std::string(text)) {}
    Field(std::string_view n, const char* text) : name(n), value(std::string(text)) {}
    Field(std::string_view n, const std::string& text) : name(n), value(text) {}
    Field(std::string_view n, const Uuid& id) : name(n), value(id.to_string()) {}
    Field(std::string_view n, bool flag) : name(n), value(flag) {}
    Field(std::string_view n, double number) : name(n), value(number) {}
    template <class T>
        requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
    Field(std::string_view n, T number) : name(n), value(static_cast<std::int64_t>(number)) {}
};
using Fields = std::initializer_list<Field>;

/// One JSON object on one line of standard error: `time`, `level`, `event` (a fixed name such as
/// `duplicate_receipt`), `message` (a sentence for people), then the fields.
void write(Level level, std::string_view event, std::string_view message, Fields fields = {});

inline void debug(std::string_view event, std::string_view message, Fields fields = {}) {
    write(Level::debug, event, message, fields);
}
inline void info(std::string_view event, std::string_view message, Fields fields = {}) {
    write(Level::info, event, message, fields);
}
inline void warning(std::string_view event, std::string_view message, Fields fields = {}) {
    write(Level::warning, event, message, fields);
}
inline void error(std::string_view event, std::string_view message, Fields fields = {}) {
    write(Level::error, event, message, fields);
}

/// Lines below this level are not written. Default: info.
void set_level(Level level);
/// Tests read the log by this; null restores standard error.
using Sink = void (*)(std::string_view line);
void set_sink(Sink sink);

}  // namespace herald::log
