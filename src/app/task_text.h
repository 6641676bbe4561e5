#pragma once

#include <string>
#include <string_view>

#include "objects/removal.h"

/// What the scheduled tasks say they did.
namespace herald::app {

/// `3 removed`
inline std::string counted(std::size_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what);
}

/// `3 removed, 1 left for the next run`
inline std::string counted(const objects::Removal& removal) {
    std::string done = counted(removal.removed, "removed");
    if (removal.failed > 0) done += ", " + counted(removal.failed, "left for the next run");
    return done;
}

}  // namespace herald::app
