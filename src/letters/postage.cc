#include "letters/postage.h"

namespace herald::letters {

std::string_view to_text(Postage postage) {
    switch (postage) {
        case Postage::first:
            return "first";
        case Postage::second:
            return "second";
        case Postage::economy:
            return "economy";
        case Postage::europe:
            return "europe";
        case Postage::rest_of_world:
            break;
    }
    return "rest-of-world";
}

std::optional<Postage> parse_postage(std::string_view text) {
    for (const Postage postage :
         {Postage::first, Postage::second, Postage::economy, Postage::europe, Postage::rest_of_world})
        if (text == to_text(postage)) return postage;
    return std::nullopt;
}

bool is_class(Postage postage) {
    return postage != Postage::europe && postage != Postage::rest_of_world;
}

Postage postage_for(recipients::PostageZone zone, Postage chosen) {
    switch (zone) {
        case recipients::PostageZone::europe:
            return Postage::europe;
        case recipients::PostageZone::rest_of_world:
            return Postage::rest_of_world;
        case recipients::PostageZone::united_kingdom:
            break;
    }
    return chosen;
}

}  // namespace herald::letters
