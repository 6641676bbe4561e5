#pragma once

#include <functional>
#include <optional>
#include <string>

#include "content/template.h"

namespace herald::spreadsheets {

/// What is wrong with the message that a row makes (content.md §7.4).
enum class MessageProblem { none, empty, too_long, qr_code_too_long };

/// Looks at the message of one row.
using MessageCheck = std::function<MessageProblem(const content::Personalisation& values)>;

/// For text messages: empty or over 918 characters, the prefix not counted (content.md §1.8, §2.6). `service_name` when
/// the service starts its messages with its name.
MessageCheck check_text_message(content::Template body, std::optional<std::string> service_name);

/// For emails and letters, whose length is not looked at: empty (content.md §1.8).
MessageCheck check_body(content::Template body);

}  // namespace herald::spreadsheets
