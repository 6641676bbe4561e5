#pragma once

#include <functional>
#include <map>
#include <memory>
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
        std::string_view pattern;          ///< the metric's label, as long as the router; empty when `handler` is null
        std::vector<std::string> params;
        std::string allow;  ///< for 405: the methods the path does take
    };
    /// HEAD is answered by the GET handler. A path that ends in `/` matches only a pattern that does.
    ///
    /// `path` is as sent, escapes and all: they are decoded segment by segment, so that an escaped slash stays inside
    /// its parameter. A literal segment beats `{…:int}`, that `{…:uuid}`, and that `{…}`; a route that takes the method
    /// beats one that does not.
    Match match(Method method, std::string_view path) const;

    struct Entry {
        Method method;
        std::string pattern;
        bool operator==(const Entry&) const = default;
    };
    /// Everything that was added, by pattern and method.
    std::vector<Entry> entries() const;

private:
    enum class Kind { literal, integer, uuid, any };
    struct Endpoint {
        std::string pattern;  ///< methods may name the same parameters differently
        Handler handler;
    };
    struct Route {
        std::map<Method, Endpoint> endpoints;
    };
    /// A tree of segments: the cost of a match is the depth of its path, however many routes there are.
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
        std::map<Kind, std::unique_ptr<Node>> params;
        std::unique_ptr<Route> route;  ///< of the paths that end here
    };
    struct Search;
    static bool fits(Kind kind, std::string_view segment);
    static bool find(const Node& node, Search& search, std::size_t depth);
    static bool accept(const Route& route, Search& search);
    static void collect(const Node& node, std::vector<Entry>& entries);

    Node root_;
};

}  // namespace herald::http
