#include "notifications/formats.h"

namespace herald::notifications {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
/// RFC 3986: unreserved and sub-delims.
bool is_plain(char c) {
    return is_letter(c) || is_digit(c) || std::string_view("-._~!$&'()*+,;=").find(c) != std::string_view::npos;
}

/// Plain characters, percent-escapes and those in `extra`.
bool consists_of(std::string_view text, std::string_view extra) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
            i += 2;
        } else if (!is_plain(text[i]) && extra.find(text[i]) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

/// `[…]`: an IPv6 address or a later form; the digits' order is not looked at.
bool is_bracketed_address(std::string_view host) {
    if (host.size() < 4 || !host.starts_with('[') || !host.ends_with(']')) return false;
    return consists_of(host.substr(1, host.size() - 2), ":") && host.find('%') == std::string_view::npos;
}

bool is_authority(std::string_view authority) {
    if (const std::size_t at = authority.find('@'); at != std::string_view::npos) {
        if (!consists_of(authority.substr(0, at), ":")) return false;
        authority.remove_prefix(at + 1);
    }
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        for (const char c : authority.substr(colon + 1))
            if (!is_digit(c)) return false;
        authority = authority.substr(0, colon);
    }
    return authority.starts_with('[') ? is_bracketed_address(authority) : consists_of(authority, {});
}

/// Cuts `text` at `mark` and returns what stood after it.
std::string_view cut_after(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = text.substr(at + 1);
    text = text.substr(0, at);
    return rest;
}

}  // namespace

bool is_https_url(std::string_view text) {
    if (!text.starts_with("https")) return false;
    const std::string_view fragment = cut_after(text, '#');
    const std::string_view query = cut_after(text, '?');
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    for (const char c : text.substr(0, colon))
        if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') return false;
    std::string_view path = text.substr(colon + 1);
    if (path.starts_with("//")) {
        path.remove_prefix(2);
        const std::size_t slash = std::min(path.find('/'), path.size());
        if (!is_authority(path.substr(0, slash))) return false;
        path.remove_prefix(slash);
    }
    return consists_of(path, ":@/") && consists_of(query, ":@/?") && consists_of(fragment, ":@/?");
}

}  // namespace herald::notifications
