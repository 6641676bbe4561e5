#include "services/names.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <stdexcept>

#include "base/text.h"

namespace herald::services {
namespace {

bool is_letter_or_digit(char32_t c) {
    const auto category = U_GET_GC_MASK(static_cast<UChar32>(c));
    return (category & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

bool is_combining_mark(char32_t c) {
    return u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

icu::UnicodeString decompose(std::string_view text) {
    UErrorCode failure = U_ZERO_ERROR;
    const auto* normaliser = icu::Normalizer2::getNFDInstance(failure);
    if (U_FAILURE(failure)) throw std::runtime_error("ICU has no data for normalisation");
    const auto source = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    auto decomposed = normaliser->normalize(source, failure);
    if (U_FAILURE(failure)) throw std::runtime_error("ICU could not normalise a name");
    return decomposed;
}

}  // namespace

std::string normalise_service_name(std::string_view name) {
    const icu::UnicodeString decomposed = decompose(text::trim(name));
    std::string out;
    for (int32_t at = 0; at < decomposed.length(); at = decomposed.moveIndex32(at, 1)) {
        const auto c = static_cast<char32_t>(decomposed.char32At(at));
        if (is_combining_mark(c)) continue;
        if (c == '.' || text::is_space(c)) {
            // A dot is written only between two characters that stay.
            if (!out.empty() && out.back() != '.') out += '.';
        } else if (is_letter_or_digit(c)) {
            text::append(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
        }
    }
    if (out.ends_with('.')) out.pop_back();
    return out;
}

}  // namespace herald::services
