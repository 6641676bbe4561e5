#pragma once

#include <string>

namespace herald::services {

/// Why something was not done, in words for the person who asked.
struct Refusal {
    std::string message;
};

}  // namespace herald::services
