#include "base/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cmath>

#include "base/clock.h"

namespace herald::log {

namespace {

/// The two settings of the process-wide log. Standard error is one per process, so they are too.
std::atomic<Level> lowest_level{Level::info};
std::atomic<Sink> current_sink{nullptr};

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug:
            return "debug";
        case Level::info:
            return "info";
        case Level::warning:
            return "warning";
        case Level::error:
            return "error";
    }
    return "error";
}

/// Length of the well-formed UTF-8 sequence at the start of `text`, 0 when it is not one (RFC 3629: no surrogates, no
/// overlong forms, nothing above U+10FFFF).
std::size_t utf8_length(std::string_view text) {
    const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto continues = [&](std::size_t from, std::size_t count) {
        if (text.size() < from + count) return false;
        for (std::size_t i = from; i < from + count; ++i) {
            if ((byte(i) & 0xC0) != 0x80) return false;
        }
        return true;
    };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return continues(1, 1) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF && continues(1, 2)) {
        const bool overlong = first == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = first == 0xED && byte(1) > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (first >= 0xF0 && first <= 0xF4 && continues(1, 3)) {
        const bool overlong = first == 0xF0 && byte(1) < 0x90;
        const bool too_large = first == 0xF4 && byte(1) > 0x8F;
        return overlong || too_large ? 0 : 4;
    }
    return 0;
}

/// Bytes of a text in a line. Some come from requests that anybody may make.
constexpr std::size_t text_max = 4'000;

void append_quoted(std::string& line, std::string_view text) {
    line += '"';
    const std::size_t left_out = text.size() > text_max ? text.size() - text_max : 0;
    while (text.size() > left_out) {
        const std::size_t length = utf8_length(text);
        const char c = text.front();
        if (length == 0) {
            line += "\\ufffd";  // a byte that is not UTF-8 would make the whole line unreadable to its collector
        } else if (length > 1) {
            line += text.substr(0, length);
        } else if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (c == '\n') {
            line += "\\n";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            fmt::format_to(std::back_inserter(line), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            line += c;
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    if (!text.empty()) line += "…";
    line += '"';
}

struct AppendValue {
    std::string& line;
    void operator()(const std::string& text) const { append_quoted(line, text); }
    void operator()(std::int64_t number) const { fmt::format_to(std::back_inserter(line), "{}", number); }
    void operator()(bool flag) const { line += flag ? "true" : "false"; }
    void operator()(double number) const {
        // JSON has no word for these.
        if (!std::isfinite(number)) {
            line += "null";
        } else {
            fmt::format_to(std::back_inserter(line), "{}", number);
        }
    }
};

/// One call of write(2) for one line: lines of several threads and processes do not mix, and nothing is held back when
/// the process dies.
void write_to_standard_error(std::string_view line) {
    while (!line.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;  // there is nowhere left to complain to
        line.remove_prefix(static_cast<std::size_t>(written));
    }
}

}  // namespace

void write(Level level, std::string_view event, std::string_view message, Fields fields) {
    if (level < lowest_level.load(std::memory_order_relaxed)) return;
    std::string line;
    line.reserve(256);
    line += R"({"time":")";
    line += SystemClock().now().to_iso();
    line += R"(","level":")";
    line += name_of(level);
    line += R"(","event":)";
    append_quoted(line, event);
    line += R"(,"message":)";
    append_quoted(line, message);
    for (const Field& field : fields) {
        line += ',';
        append_quoted(line, field.name);
        line += ':';
        std::visit(AppendValue{line}, field.value);
    }
    line += '}';
    if (const Sink sink = current_sink.load()) {
        sink(line);
        return;
    }
    line += '\n';
    write_to_standard_error(line);
}

void set_level(Level level) {
    lowest_level = level;
}

void set_sink(Sink sink) {
    current_sink = sink;
}

}  // namespace herald::log
