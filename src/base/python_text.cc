#include "base/python_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace herald {

namespace {

void append_escaped(std::string& out, char32_t c) {
    const auto number = static_cast<std::uint32_t>(c);
    if (c < 0x100) fmt::format_to(std::back_inserter(out), "\\x{:02x}", number);
    else if (c < 0x10000) fmt::format_to(std::back_inserter(out), "\\u{:04x}", number);
    else fmt::format_to(std::back_inserter(out), "\\U{:08x}", number);
}

void append_string(std::string& out, std::string_view text) {
    const bool has_single = text.find('\'') != std::string_view::npos;
    const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
    out.push_back(quote);
    for (std::size_t at = 0; at < text.size();) {
        const text::CodePoint point = text::decode(text, at);
        const char32_t c = point.value;
        if (c == '\\' || c == static_cast<char32_t>(quote)) out.append({'\\', static_cast<char>(c)});
        else if (c == '\n') out.append("\\n");
        else if (c == '\r') out.append("\\r");
        else if (c == '\t') out.append("\\t");
        // fmt's table leaves out the same categories (controls, formats, separators, unassigned) as the reference.
        else if (c < 0x80 ? c < 0x20 || c == 0x7F : !fmt::detail::is_printable(c)) append_escaped(out, c);
        else text::append(out, c);
        at += point.bytes;
    }
    out.push_back(quote);
}

/// Fixed notation for exponents from -4 to 15, as the reference's language has it; always with a fraction or exponent.
void append_double(std::string& out, double number) {
    if (std::isnan(number)) {
        out.append("nan");
        return;
    }
    if (std::isinf(number)) {
        out.append(number < 0 ? "-inf" : "inf");
        return;
    }
    char text[64];
    const auto scientific = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific);
    const std::string_view shown(text, static_cast<std::size_t>(scientific.ptr - text));
    int exponent = 0;
    const std::string_view digits = shown.substr(shown.find('e') + 1);
    std::from_chars(digits.data() + (digits.front() == '+'), digits.data() + digits.size(), exponent);
    if (exponent < -4 || exponent >= 16) {
        out.append(shown);
        return;
    }
    const std::size_t start = out.size();
    const auto fixed = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed);
    out.append(text, fixed.ptr);
    if (out.find('.', start) == std::string::npos) out.append(".0");
}

void append_number(std::string& out, JsonValue value) {
    const std::string_view literal = value.text();
    const bool whole = literal.find_first_of(".eEN") == std::string_view::npos && !literal.ends_with('y');
    if (!whole) append_double(out, *value.as_double());
    else out.append(literal == "-0" ? "0" : literal);
}

void append_value(std::string& out, JsonValue value);

void append_object(std::string& out, JsonValue object) {
    out.push_back('{');
    for (std::size_t i = 0; i < object.size(); ++i) {
        if (i > 0) out.append(", ");
        append_string(out, object.member_name(i));
        out.append(": ");
        append_value(out, object.member_value(i));
    }
    out.push_back('}');
}

void append_array(std::string& out, JsonValue array) {
    out.push_back('[');
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i > 0) out.append(", ");
        append_value(out, array[i]);
    }
    out.push_back(']');
}

void append_value(std::string& out, JsonValue value) {
    switch (value.type()) {
        case JsonValue::Type::absent:
        case JsonValue::Type::null:
            out.append("None");
            return;
        case JsonValue::Type::boolean:
            out.append(*value.as_bool() ? "True" : "False");
            return;
        case JsonValue::Type::number:
            append_number(out, value);
            return;
        case JsonValue::Type::string:
            append_string(out, value.text());
            return;
        case JsonValue::Type::array:
            append_array(out, value);
            return;
        case JsonValue::Type::object:
            append_object(out, value);
            return;
    }
}

}  // namespace

std::string python_repr(JsonValue value) {
    std::string out;
    append_value(out, value);
    return out;
}

std::string python_repr(std::string_view text) {
    std::string out;
    append_string(out, text);
    return out;
}

std::string python_message_text(JsonValue value) {
    std::string out = python_repr(value);
    std::erase(out, '\'');
    return out;
}

std::string python_message_text(std::string_view text) {
    std::string out = python_repr(text);
    std::erase(out, '\'');
    return out;
}

std::string python_str(JsonValue value) {
    if (const auto text = value.as_string()) return std::string(*text);
    return python_repr(value);
}

}  // namespace herald
