#pragma once

#include <optional>
#include <string_view>

namespace herald::services {

/// What a message travels by; also the type of a template (data-model §2). `email`, `sms`, `letter` in text.
enum class Channel { email, sms, letter };

/// In the order in which the public API lists them.
inline constexpr std::string_view channel_names[] = {"sms", "email", "letter"};

constexpr std::string_view to_text(Channel channel) {
    switch (channel) {
        case Channel::email:
            return "email";
        case Channel::sms:
            return "sms";
        case Channel::letter:
            return "letter";
    }
    return {};
}

constexpr std::optional<Channel> channel_from_text(std::string_view text) {
    for (const Channel channel : {Channel::email, Channel::sms, Channel::letter})
        if (to_text(channel) == text) return channel;
    return std::nullopt;
}

}  // namespace herald::services
