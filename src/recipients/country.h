#pragma once

#include <cstdint>
#include <string_view>

namespace herald::recipients {

/// What a letter's destination means for its postage (content.md §4.5.1).
enum class PostageZone : std::uint8_t { united_kingdom, europe, rest_of_world };

/// `united-kingdom`, `europe`, `rest-of-world`.
std::string_view to_text(PostageZone zone);

/// A country or territory that post goes to, by the name that is printed on the letter.
struct Country {
    std::string_view name;
    PostageZone zone;
};

/// The country that people mean by a name: its own, a former or native or Welsh one, an ISO code, a common misspelling.
/// Spaces, case, accents and punctuation make no difference, nor does a missing `the`, `yr` or `y` in front
/// (content.md §4.5.1 and its data/postal-countries.json). Null when it is no known name. Takes a line that has been
/// squashed (base/text.h).
const Country* find_country(std::string_view name);

/// England, Wales, Scotland, Northern Ireland, the Channel Islands and the Isle of Man are found as this one.
const Country& united_kingdom();

}  // namespace herald::recipients
