#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "recipients/country.h"

namespace herald::letters {

/// How a letter is posted: a class within the United Kingdom, a zone abroad (content.md §4.4).
enum class Postage : std::uint8_t { first, second, economy, europe, rest_of_world };

/// What new templates, precompiled letters and uploads have when nobody chooses.
inline constexpr Postage default_postage = Postage::second;

/// `first`, `rest-of-world`.
std::string_view to_text(Postage postage);
std::optional<Postage> parse_postage(std::string_view text);

/// First, second and economy: what people may choose. The zones follow from the address.
bool is_class(Postage postage);

/// The postage of a letter whose address has been read: abroad its zone takes the place of the class.
Postage postage_for(recipients::PostageZone zone, Postage chosen);

/// The messages for a postage that is none: of a request with a precompiled letter, which may only name a class, and of
/// the internal API.
inline constexpr std::string_view class_refused = "postage invalid. It must be either first, second or economy.";
inline constexpr std::string_view postage_refused =
    "postage invalid. It must be first, second, economy, europe or rest-of-world.";

}  // namespace herald::letters
