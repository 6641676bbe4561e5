#include "objects/object_store.h"

#include <algorithm>

namespace herald::objects {
namespace {

constexpr std::size_t name_characters_max = 512;

bool is_segment(std::string_view segment) {
    constexpr auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.';
    };
    return !segment.empty() && segment.front() != '.' && std::all_of(segment.begin(), segment.end(), fits);
}

}  // namespace

bool is_object_name(std::string_view name) {
    if (name.size() > name_characters_max) return false;
    for (;;) {
        const auto slash = name.find('/');
        if (!is_segment(name.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        name.remove_prefix(slash + 1);
    }
}

}  // namespace herald::objects
