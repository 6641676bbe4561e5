#include "services/service.h"

#include <algorithm>

namespace herald::services {

std::string_view to_text(KeyType type) {
    switch (type) {
        case KeyType::normal:
            return "normal";
        case KeyType::team:
            return "team";
        case KeyType::test:
            return "test";
    }
    return {};
}

std::optional<KeyType> key_type_from_text(std::string_view text) {
    for (const KeyType type : {KeyType::normal, KeyType::team, KeyType::test})
        if (to_text(type) == text) return type;
    return std::nullopt;
}

std::string_view public_name(KeyType type) {
    switch (type) {
        case KeyType::normal:
            return "LIVE";
        case KeyType::team:
            return "TEAM";
        case KeyType::test:
            return "TEST";
    }
    return {};
}

const SmsSender* Service::default_sms_sender() const {
    const auto found = std::find_if(sms_senders.begin(), sms_senders.end(), [](const auto& s) { return s.is_default; });
    return found == sms_senders.end() ? nullptr : &*found;
}

const ReplyTo* Service::default_reply_to() const {
    const auto found = std::find_if(reply_tos.begin(), reply_tos.end(), [](const auto& r) { return r.is_default; });
    return found == reply_tos.end() ? nullptr : &*found;
}

}  // namespace herald::services
