#include "recipients/country.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "base/text.h"
#include "recipients/ascii.h"
#include "recipients/letter_case.h"

namespace herald::recipients {
namespace {

constexpr Country countries[] = {
#include "recipients/countries.inc"
};

struct Key {
    std::string_view key;
    std::uint16_t country;  ///< index in `countries`
};

/// Every name in the form that make_key gives it, sorted by bytes.
constexpr Key keys[] = {
#include "recipients/country_keys.inc"
};

/// Names are looked up without these: space _ - ' ’ , . ( )
bool is_left_out(char32_t c) {
    constexpr std::u32string_view left_out = U" _-'’,.()";
    return left_out.find(c) != std::u32string_view::npos;
}

/// The text in ASCII when all of it has such a form, otherwise as it is.
std::string reduce_or_keep(std::string text) {
    std::string ascii;
    for (std::size_t at = 0; at < text.size();) {
        const text::CodePoint c = text::decode(text, at);
        const auto form = ascii_form(c.value);
        if (!form) return text;
        ascii += *form;
        at += c.bytes;
    }
    return ascii;
}

std::string make_key(std::string_view name) {
    std::string kept;
    for (std::size_t at = 0; at < name.size();) {
        const text::CodePoint c = text::decode(name, at);
        at += c.bytes;
        if (c.value == '&' || c.value == '+') {
            kept += "and";
        } else if (!is_left_out(c.value)) {
            text::append(kept, c.value);
        }
    }
    return reduce_or_keep(to_lower(kept));
}

const Country* find_key(std::string_view key) {
    const auto* at = std::lower_bound(std::begin(keys), std::end(keys), key,
                                      [](const Key& entry, std::string_view wanted) { return entry.key < wanted; });
    return at != std::end(keys) && at->key == key ? &countries[at->country] : nullptr;
}

}  // namespace

std::string_view to_text(PostageZone zone) {
    switch (zone) {
        case PostageZone::united_kingdom:
            return "united-kingdom";
        case PostageZone::europe:
            return "europe";
        case PostageZone::rest_of_world:
            break;
    }
    return "rest-of-world";
}

const Country* find_country(std::string_view name) {
    // No key has a digit, so that such a name is not found, as it has to be. Postcodes are settled here.
    if (name.find_first_of("0123456789") != std::string_view::npos) return nullptr;
    const std::string key = make_key(name);
    // Spaces leave no trace in a key, so the words in front are put before the key instead of before the name.
    for (const std::string_view article : {"", "the", "yr", "y"})
        if (const Country* found = find_key(std::string(article) + key)) return found;
    return nullptr;
}

const Country& united_kingdom() {
    static const Country& found = *std::find_if(std::begin(countries), std::end(countries), [](const Country& country) {
        return country.zone == PostageZone::united_kingdom;
    });
    return found;
}

}  // namespace herald::recipients
