#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bench/request_source.h"

namespace herald::bench {

struct LoadOptions {
    std::vector<std::uint16_t> ports;  ///< connections are spread over them
    RequestOptions request;
    int connections = 64;
    std::uint64_t count = 0;  ///< requests in all; 0: until `seconds` have passed
    double seconds = 10;
    double rate = 0;                    ///< a second, whether answers come or not; 0: as fast as answers come
    std::uint16_t callback_port = 0;    ///< where a service's callbacks are taken; 0: nowhere
    std::uint64_t undelivered_max = 0;  ///< requests that callbacks may lag behind; 0: any number
    double callback_seconds = 120;      ///< patience for the last callbacks
    std::string ids_out;                ///< file for the ids of what was accepted
};

/// Nothing when the arguments were wrong or help was asked for; the exit code is in `exit_code` then.
std::optional<LoadOptions> parse_load_options(int argc, char** argv, int& exit_code);

}  // namespace herald::bench
