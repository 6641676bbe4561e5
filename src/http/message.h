#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace herald::http {

enum class Method { get, head, post, put, patch, del, options, other };

std::string_view to_string(Method method);

struct Header {
    std::string name;
    std::string value;
};

/// Header names and the like: ASCII letters only.
bool equal_ignoring_case(std::string_view left, std::string_view right);

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Decodes `a=1&b=x+y%20z`: form bodies and query strings. Order and repeats are kept; bad escapes stay as typed, and
/// what is not UTF-8 then becomes U+FFFD.
Pairs parse_form(std::string_view text);
std::string encode_form(const Pairs& pairs);
/// Percent-encodes everything but the unreserved characters of RFC 3986.
std::string percent_encode(std::string_view text);
/// The opposite; what is not UTF-8 then becomes U+FFFD.
std::string percent_decode(std::string_view text);

/// A request as its handler sees it. Owns its text.
struct Request {
    Method method = Method::get;
    std::string path;   ///< decoded, without the query
    std::string query;  ///< as sent, without the `?`
    std::vector<Header> headers;
    std::string body;
    std::string remote_address;
    std::string trace_id;  ///< contract public-api §0.4
    std::string span_id;
    bool over_tls = false;
    /// Path parameters, in the order of the route's pattern.
    std::vector<std::string> params;

    /// First header of that name, case-insensitive; empty when absent.
    std::string_view header(std::string_view name) const;
    /// `https://host/`, from the scheme (X-Forwarded-Proto first) and the Host header, with a trailing slash.
    std::string root_url() const;
};

struct Response {
    int status = 200;
    std::string body;
    std::string content_type = "application/json";
    std::vector<Header> headers;
};

}  // namespace herald::http
