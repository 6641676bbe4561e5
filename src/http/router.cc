#include "http/router.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

namespace herald::http {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_hyphenated_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text[i] != '-' : !is_hex(text[i])) return false;
    }
    return true;
}

/// The most segments that a path may have; longer ones match nothing. Keeps the search on the stack.
constexpr std::size_t segments_max = 24;

}  // namespace

struct Router::Search {
    Method method;
    std::array<std::string_view, segments_max> segments;
    std::size_t count = 0;
    /// Positions of the segments that are parameters on the way to the node being looked at.
    std::array<std::uint8_t, segments_max> params{};
    std::size_t params_count = 0;
    std::map<Method, bool> allowed;
    Match match;

    /// False when the path is no path, or too long to be one of ours.
    bool split(std::string_view path) {
        if (path.empty() || path.front() != '/') return false;
        path.remove_prefix(1);
        while (true) {
            if (count == segments_max) return false;
            const std::size_t slash = path.find('/');
            segments[count++] = path.substr(0, slash);
            if (slash == std::string_view::npos) return true;
            path.remove_prefix(slash + 1);
        }
    }
};

void Router::add(Method method, std::string_view pattern, Handler handler) {
    Search search{};
    if (!search.split(pattern)) throw std::invalid_argument("not a route: " + std::string(pattern));
    Node* node = &root_;
    for (std::size_t i = 0; i < search.count; ++i) {
        const std::string_view segment = search.segments[i];
        std::unique_ptr<Node>* next = nullptr;
        if (segment.starts_with('{') && segment.ends_with('}')) {
            const Kind kind = segment.ends_with(":uuid}")  ? Kind::uuid
                              : segment.ends_with(":int}") ? Kind::integer
                                                           : Kind::any;
            next = &node->params[kind];
        } else {
            next = &node->literals[std::string(segment)];
        }
        if (!*next) *next = std::make_unique<Node>();
        node = next->get();
    }
    if (!node->route) node->route = std::make_unique<Route>();
    if (!node->route->endpoints.emplace(method, Endpoint{std::string(pattern), std::move(handler)}).second)
        throw std::logic_error("route added twice: " + std::string(to_string(method)) + " " + std::string(pattern));
}

bool Router::fits(Kind kind, std::string_view segment) {
    if (segment.empty()) return false;
    if (kind == Kind::integer) return std::all_of(segment.begin(), segment.end(), is_digit);
    if (kind == Kind::uuid) return is_hyphenated_uuid(segment);
    return true;
}

bool Router::accept(const Route& route, Search& search) {
    auto found = route.endpoints.find(search.method);
    if (found == route.endpoints.end() && search.method == Method::head) found = route.endpoints.find(Method::get);
    if (found == route.endpoints.end()) {
        for (const auto& [method, endpoint] : route.endpoints) {
            search.allowed[method] = true;
            if (method == Method::get) search.allowed[Method::head] = true;
        }
        return false;
    }
    search.match.handler = &found->second.handler;
    search.match.pattern = found->second.pattern;
    search.match.params.reserve(search.params_count);
    for (std::size_t i = 0; i < search.params_count; ++i)
        search.match.params.push_back(percent_decode(search.segments[search.params[i]]));
    return true;
}

bool Router::find(const Node& node, Search& search, std::size_t depth) {
    if (depth == search.count) return node.route && accept(*node.route, search);
    const std::string_view segment = search.segments[depth];
    if (segment.find('%') == std::string_view::npos) {
        const auto literal = node.literals.find(segment);
        if (literal != node.literals.end() && find(*literal->second, search, depth + 1)) return true;
    } else {
        const auto literal = node.literals.find(percent_decode(segment));
        if (literal != node.literals.end() && find(*literal->second, search, depth + 1)) return true;
    }
    for (const auto& [kind, child] : node.params) {
        if (!fits(kind, segment)) continue;
        search.params[search.params_count++] = static_cast<std::uint8_t>(depth);
        if (find(*child, search, depth + 1)) return true;
        --search.params_count;
    }
    return false;
}

void Router::collect(const Node& node, std::vector<Entry>& entries) {
    if (node.route)
        for (const auto& [method, endpoint] : node.route->endpoints) entries.push_back({method, endpoint.pattern});
    for (const auto& [text, child] : node.literals) collect(*child, entries);
    for (const auto& [kind, child] : node.params) collect(*child, entries);
}

std::vector<Router::Entry> Router::entries() const {
    std::vector<Entry> entries;
    collect(root_, entries);
    std::sort(entries.begin(), entries.end(), [](const Entry& left, const Entry& right) {
        return std::tie(left.pattern, left.method) < std::tie(right.pattern, right.method);
    });
    return entries;
}

Router::Match Router::match(Method method, std::string_view path) const {
    Search search{};
    search.method = method;
    if (!search.split(path) || find(root_, search, 0)) return std::move(search.match);
    for (const auto& [allowed, unused] : search.allowed) {
        if (!search.match.allow.empty()) search.match.allow += ", ";
        search.match.allow += to_string(allowed);
    }
    return std::move(search.match);
}

}  // namespace herald::http
