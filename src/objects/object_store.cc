#include "objects/object_store.h"

#include <algorithm>

namespace herald::objects {
namespace {

constexpr std::size_t name_characters_max = 512;
/// Amazon's limit for all of it together.
constexpr std::size_t metadata_bytes_max = 2 * 1024;

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

bool is_metadata(const Metadata& metadata) {
    constexpr auto in_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    constexpr auto in_value = [](char c) { return c >= ' ' && c <= '~'; };
    std::size_t bytes = 0;
    for (const auto& [name, value] : metadata) {
        if (name.empty() || !std::all_of(name.begin(), name.end(), in_name)) return false;
        // White space at the ends would be lost on the way.
        const bool is_trimmed = value.empty() || (value.front() != ' ' && value.back() != ' ');
        if (!is_trimmed || !std::all_of(value.begin(), value.end(), in_value)) return false;
        bytes += name.size() + value.size();
    }
    return bytes <= metadata_bytes_max;
}

}  // namespace herald::objects
