#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "content/sms_size.h"
#include "content/template.h"

namespace herald::content {

/// A finished text message: what goes to the provider.
struct SmsMessage {
    std::string text;
    SmsSize size;                           ///< of `text`, the prefix included
    std::size_t characters_without_prefix;  ///< what the limit of 918 is about

    /// `Your message is empty.` (content.md §1.8)
    bool is_empty() const { return characters_without_prefix == 0; }
    /// `Your message is too long. …` (content.md §2.6)
    bool is_too_long() const { return characters_without_prefix > sms_characters_max; }
};

/// Fills, prefixes, tidies and downgrades (content.md §2.2, §2.3). `service_name` is given when the service starts its
/// messages with its name. The API's `content.body` is the text rendered without it (§1.7).
SmsMessage render_sms(const Template& body, const Personalisation& values,
                      std::optional<std::string_view> service_name = std::nullopt);

/// The template alone, placeholders counting as nothing: for the limit of 918 when it is edited (content.md §2.1).
SmsMessage render_unfilled_sms(const Template& body, std::optional<std::string_view> service_name = std::nullopt);

/// Replaces what a text message can't hold (content.md §2.3).
std::string downgrade_to_sms(std::string_view text);

/// `Your message is too long. Text messages cannot be longer than 918 characters. …` (content.md §2.6)
std::string sms_too_long_message(std::size_t characters);

inline constexpr std::string_view empty_message = "Your message is empty.";

}  // namespace herald::content
