#pragma once

#include <string>

namespace herald::receipts {

/// The answer to a body that is no receipt (contract public-api §6.1): the status and the whole JSON body.
struct FormatError {
    int status = 400;
    std::string body;
};

}  // namespace herald::receipts
