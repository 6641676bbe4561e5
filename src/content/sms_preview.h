#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "content/template.h"

namespace herald::content {

/// What a preview shows round the text of a message.
struct SmsPreviewFrame {
    std::optional<std::string_view> service_name;  ///< when the service starts its messages with its name
    std::optional<std::string_view> sender;        ///< `From: …`
    std::optional<std::string_view> recipient;     ///< `To: …`
};

/// A text message as editors see it, in HTML (content.md §2.8): what is sent, placeholders without a value highlighted,
/// web addresses linked, each new line a line break.
std::string render_sms_preview(const Template& body, const Personalisation& values, const SmsPreviewFrame& frame,
                               Unfilled unfilled = Unfilled::in_brackets);

/// Links the web addresses of a text that is already escaped (content.md §2.8).
std::string link_web_addresses(std::string_view escaped);

}  // namespace herald::content
