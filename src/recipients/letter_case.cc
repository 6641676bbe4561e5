#include "recipients/letter_case.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>

#include <algorithm>

#include "base/text.h"

namespace herald::recipients {
namespace {

bool is_ascii(std::string_view source) {
    return std::all_of(source.begin(), source.end(), [](char c) { return (c & 0x80) == 0; });
}

using Mapping = void (*)(const char* locale, std::uint32_t options, icu::StringPiece source, icu::ByteSink& sink,
                         icu::Edits* edits, UErrorCode& status);

std::string map_case(Mapping mapping, std::string_view source) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    mapping("", 0, {source.data(), static_cast<std::int32_t>(source.size())}, sink, nullptr, status);
    return U_SUCCESS(status) ? out : std::string(source);
}

}  // namespace

std::string to_lower(std::string_view source) {
    return is_ascii(source) ? text::to_lower_ascii(source) : map_case(icu::CaseMap::utf8ToLower, source);
}

std::string to_upper(std::string_view source) {
    if (!is_ascii(source)) return map_case(icu::CaseMap::utf8ToUpper, source);
    std::string out(source);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

}  // namespace herald::recipients
