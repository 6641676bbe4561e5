#include <unicode/uidna.h>
#include <unicode/unistr.h>

#include <array>

#include "base/text.h"
#include "recipients/email_address.h"

namespace herald::recipients {
namespace {

bool is_ascii(std::string_view source) {
    for (const char c : source)
        if (static_cast<unsigned char>(c) >= 0x80) return false;
    return true;
}

/// The dots of IDNA 2003: full stop, ideographic, full-width and half-width ideographic.
bool is_dot(char32_t c) {
    return c == '.' || c == 0x3002 || c == 0xFF0E || c == 0xFF61;
}

std::optional<std::string> label_to_ascii(std::string_view label) {
    if (is_ascii(label)) return text::to_lower_ascii(label);
    constexpr std::int32_t label_length_max = 63;
    const auto source = icu::UnicodeString::fromUTF8({label.data(), static_cast<std::int32_t>(label.size())});
    std::array<UChar, label_length_max + 1> ascii;
    UErrorCode status = U_ZERO_ERROR;
    UParseError where;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    const std::int32_t length =
        uidna_toASCII(source.getBuffer(), source.length(), ascii.data(), static_cast<std::int32_t>(ascii.size()),
                      UIDNA_ALLOW_UNASSIGNED, &where, &status);
#pragma GCC diagnostic pop
    if (U_FAILURE(status) || length > label_length_max) return std::nullopt;
    std::string out;
    icu::UnicodeString(ascii.data(), length).toUTF8String(out);
    return text::to_lower_ascii(out);
}

}  // namespace

std::optional<std::string> host_to_ascii(std::string_view host) {
    std::string out;
    std::size_t label = 0;
    for (std::size_t at = 0; at <= host.size();) {
        const text::CodePoint c = at < host.size() ? text::decode(host, at) : text::CodePoint{'.', 1};
        if (is_dot(c.value)) {
            const auto ascii = label_to_ascii(host.substr(label, at - label));
            if (!ascii) return std::nullopt;
            out += *ascii;
            if (at < host.size()) out += '.';
            label = at + c.bytes;
        }
        at += c.bytes;
    }
    return out;
}

}  // namespace herald::recipients
