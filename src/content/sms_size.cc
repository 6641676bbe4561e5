#include "content/sms_size.h"

#include "base/text.h"
#include "content/gsm7.h"

namespace herald::content {
namespace {

struct Limits {
    std::size_t single;     ///< units that one fragment holds alone
    std::size_t multipart;  ///< units that each of several holds
};
constexpr Limits gsm{160, 153};
constexpr Limits ucs2_limits{70, 67};

}  // namespace

std::size_t SmsSize::fragments() const {
    const Limits& limits = ucs2 ? ucs2_limits : gsm;
    const std::size_t units = ucs2 ? characters : characters + extended;
    return units <= limits.single ? 1 : (units + limits.multipart - 1) / limits.multipart;
}

SmsSize measure_sms(std::string_view finished) {
    SmsSize size;
    for (std::size_t at = 0; at < finished.size();) {
        const text::CodePoint c = text::decode(finished, at);
        at += c.bytes;
        const SmsCharacter character = to_sms_character(c.value);
        ++size.characters;
        if (character.is_extended) ++size.extended;
        if (character.is_welsh) size.ucs2 = true;
    }
    return size;
}

}  // namespace herald::content
