#include "internal/unavailable.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace herald::internal {
namespace {

constexpr std::pair<http::Method, std::string_view> contract_routes[] = {
#include "internal/contract_routes.inc"
};

/// The pattern without the names and kinds of its parameters: routes that take the same paths, more or less.
std::string shape_of(std::string_view pattern) {
    std::string shape;
    bool in_parameter = false;
    for (const char c : pattern) {
        if (c == '}') in_parameter = false;
        if (!in_parameter) shape += c;
        if (c == '{') in_parameter = true;
    }
    return shape;
}

Task<http::Response> answer(const http::Request&) {
    co_return http::old_error(501, "This is not available yet");
}

}  // namespace

void add_unavailable(http::Router& router, const services::InternalAuthenticator& authenticator) {
    std::set<std::pair<http::Method, std::string>> there;
    for (const auto& entry : router.entries()) there.emplace(entry.method, shape_of(entry.pattern));
    for (const auto& [method, pattern] : contract_routes)
        if (!there.contains({method, shape_of(pattern)}))
            router.add(method, pattern, services::for_admin(authenticator, answer));
}

}  // namespace herald::internal
