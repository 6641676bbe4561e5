#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace herald {

/// How the reference's language prints a parsed JSON value: `None`, `True`, `1.5`, `'text'`, `['a', 1]`, `{'k': 1}`.
/// Strings take single quotes, or double ones if they hold a single and no double quote; backslashes are doubled, line
/// breaks and what is not printable become escapes.
std::string python_repr(JsonValue value);
std::string python_repr(std::string_view text);

/// `python_repr` without any `'`: how messages of the public API show values (contract public-api §2.1).
std::string python_message_text(JsonValue value);
std::string python_message_text(std::string_view text);

/// Like `python_repr`, but a string at the top is bare: how a value is put into a text (contract public-api §2.6).
std::string python_str(JsonValue value);

}  // namespace herald
