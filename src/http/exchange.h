#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "http/request_parser.h"
#include "http/router.h"

namespace herald::http {

class Connection;
using SteadyTime = std::chrono::steady_clock::time_point;

/// One request and what became of it. Its handler and its connection hold it together, because either may end first.
struct Exchange {
    ParsedRequest parsed;
    Router::Match match;
    SteadyTime started;
    std::weak_ptr<Connection> connection;
    bool counted = false;   ///< against `requests_max`
    bool answered = false;  ///< `wire_text` is final; an answer that comes later is dropped
    bool closes = false;    ///< the connection ends after this answer
    std::string wire_text;
};

}  // namespace herald::http
