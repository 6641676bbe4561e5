#include "services/callback_rules.h"

#include "base/text.h"

namespace herald::services {
namespace {

bool is_loopback(std::string_view host) {
    const bool is_ipv4 = host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
    return is_ipv4 || host == "localhost" || host == "::1";
}

}  // namespace

std::string_view host_of(std::string_view url) {
    const auto start = url.find("://");
    if (start == std::string_view::npos) return {};
    std::string_view authority = url.substr(start + 3);
    authority = authority.substr(0, authority.find_first_of("/?#"));
    authority = authority.substr(authority.rfind('@') + 1);
    if (authority.starts_with('[')) return authority.substr(1, authority.find(']') - 1);
    return authority.substr(0, authority.find(':'));
}

std::optional<Refusal> check_callback(const CallbackEndpoint& endpoint, PlainHttpCallbacks plain_http) {
    const std::string url = text::to_lower_ascii(endpoint.url);
    const std::string_view host = host_of(url);
    const bool plain = url.starts_with("http://");
    const bool plain_allowed =
        plain_http == PlainHttpCallbacks::on || (plain_http == PlainHttpCallbacks::loopback && is_loopback(host));
    if (host.empty() || url.find_first_of(" \t\r\n") != std::string::npos ||
        !(url.starts_with("https://") || (plain && plain_allowed)))
        return Refusal{"A callback URL must be a valid https URL"};
    if (text::count_code_points(endpoint.bearer_token) < bearer_token_characters_min)
        return Refusal{"A callback token must have at least 10 characters"};
    if (endpoint.bearer_token.find_first_of("\r\n") != std::string::npos)
        return Refusal{"A callback token must be one line"};
    return {};
}

}  // namespace herald::services
