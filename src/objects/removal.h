#pragma once

#include <cstddef>

namespace herald::objects {

/// What became of objects whose time was over.
struct Removal {
    std::size_t removed = 0;
    std::size_t failed = 0;  ///< the store refused: logged one by one, left for the next run
};

}  // namespace herald::objects
