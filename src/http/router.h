#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/task.h"
#include "http/message.h"

namespace herald::http {

/// Answers a request. Runs on the loop; the request lives until the returned task has ended.
using Handler = std::function<Task<Response>(const Request&)>;

/// What a path parameter may look like; anything else does not match the route (404, not 400).
/// `{name}` any segment, `{name:uuid}` hyphenated UUID, `{name:int}` digits.
class Router {
public:
    /// A pattern is `/v2/notifications/{notification_id}`. Duplicate routes throw at start-up.
    void add(Method method, std::string_view pattern, Handler handler);

    struct Match {
        const Handler* handler = nullptr;  ///< null: no such route, or not with this method
        std::string_view pattern;          ///< the metric's label; empty when nothing matched
        std::vector<std::string> params;
        std::string allow;  ///< for 405: the methods the path does take
    };
    /// HEAD is answered by the GET handler. A path that ends in `/` matches only a pattern that does.
    Match match(Method method, std::string_view path) const;

private:
    struct Segment {
        enum class Kind { literal, any, uuid, integer } kind;
        std::string text;
    };
    struct Route {
        std::string pattern;
        std::vector<Segment> segments;
        std::map<Method, Handler> handlers;
    };
    std::vector<Route> routes_;
};

}  // namespace herald::http
