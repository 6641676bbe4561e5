#include "base/json_writer.h"

#include <charconv>
#include <cmath>

#include "base/json.h"
#include "base/text.h"

namespace herald {

namespace {

constexpr char hex_digits[] = "0123456789abcdef";

bool stands_for_itself(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && c >= 0;
}

void append_escape(std::string& out, char c) {
    out.push_back('\\');
    switch (c) {
        case '"':
        case '\\':
            out.push_back(c);
            return;
        case '\n':
            out.push_back('n');
            return;
        case '\r':
            out.push_back('r');
            return;
        case '\t':
            out.push_back('t');
            return;
        default:
            break;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.append("u00");
    out.push_back(hex_digits[byte >> 4]);
    out.push_back(hex_digits[byte & 15]);
}

template <class T>
void append_number(std::string& out, T number) {
    char digits[32];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out.push_back('"');
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at;
        while (end < text.size() && stands_for_itself(text[end])) ++end;
        out.append(text, at, end - at);
        at = end;
        if (at == text.size()) break;
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            append_escape(out, text[at++]);
        } else {
            const text::CodePoint point = text::decode(text, at);
            text::append(out, point.value);
            at += point.bytes;
        }
    }
    out.push_back('"');
}

JsonWriter& JsonWriter::open(char bracket) {
    separate();
    out_.push_back(bracket);
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    out_.push_back(bracket);
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_.push_back(':');
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    append_json_string(out_, text);
    return *this;
}

JsonWriter& JsonWriter::value(bool flag) {
    return raw(flag ? "true" : "false");
}

JsonWriter& JsonWriter::value(double number) {
    if (!std::isfinite(number)) return null();
    separate();
    const std::size_t start = out_.size();
    append_number(out_, number);
    if (out_.find_first_of(".e", start) == std::string::npos) out_.append(".0");
    return *this;
}

JsonWriter& JsonWriter::value(const Uuid& id) {
    return value(std::string_view(id.to_string()));
}

JsonWriter& JsonWriter::value(Timestamp instant) {
    return value(std::string_view(instant.to_iso()));
}

JsonWriter& JsonWriter::value(JsonValue parsed) {
    switch (parsed.type()) {
        case JsonValue::Type::absent:
        case JsonValue::Type::null:
            return null();
        case JsonValue::Type::boolean:
            return value(*parsed.as_bool());
        case JsonValue::Type::number:
            return raw(parsed.text());
        case JsonValue::Type::string:
            return value(parsed.text());
        case JsonValue::Type::array:
            begin_array();
            for (std::size_t i = 0; i < parsed.size(); ++i) value(parsed[i]);
            return end_array();
        case JsonValue::Type::object:
            begin_object();
            for (std::size_t i = 0; i < parsed.size(); ++i) key(parsed.member_name(i)).value(parsed.member_value(i));
            return end_object();
    }
    return *this;
}

JsonWriter& JsonWriter::null() {
    return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
    separate();
    out_.append(json);
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t number) {
    separate();
    append_number(out_, number);
    return *this;
}

JsonWriter& JsonWriter::unsigned_integer(std::uint64_t number) {
    separate();
    append_number(out_, number);
    return *this;
}

}  // namespace herald
