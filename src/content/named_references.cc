#include "content/named_references.h"

#include <algorithm>
#include <iterator>

namespace herald::content {
namespace {

struct NamedReference {
    std::string_view name;
    std::string_view text;
};

/// Sorted by name, byte by byte.
constexpr NamedReference named_references[] = {
#include "content/named_references.inc"
};

}  // namespace

std::string_view named_reference(std::string_view name) {
    const auto* at = std::lower_bound(std::begin(named_references), std::end(named_references), name,
                                      [](const NamedReference& entry, std::string_view n) { return entry.name < n; });
    return at != std::end(named_references) && at->name == name ? at->text : std::string_view{};
}

}  // namespace herald::content
