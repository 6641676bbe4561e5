#include "http/response_writer.h"

#include <fmt/compile.h>
#include <fmt/format.h>

namespace herald::http {

namespace {

constexpr std::string_view public_headers =
    "Access-Control-Allow-Origin: *\r\n"
    "Access-Control-Allow-Headers: Content-Type,Authorization\r\n"
    "Access-Control-Allow-Methods: GET,PUT,POST,DELETE\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: SAMEORIGIN\r\n"
    "X-Permitted-Cross-Domain-Policies: none\r\n"
    "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload\r\n"
    "Cache-Control: no-store, no-cache, private, must-revalidate\r\n";

/// A line break in a value would let whoever wrote it add headers of their own.
void append_header(std::string& text, std::string_view name, std::string_view value) {
    text += name;
    text += ": ";
    const std::size_t from = text.size();
    text += value;
    for (std::size_t i = from; i < text.size(); ++i) {
        if (static_cast<unsigned char>(text[i]) < 0x20 || text[i] == 0x7F) text[i] = ' ';
    }
    text += "\r\n";
}

bool may_have_body(int status) {
    return status >= 200 && status != 204 && status != 304;
}

}  // namespace

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 413:
            return "Payload Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Entity";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        default:
            return "Other";
    }
}

std::string write_response(const Response& response, const Request& request, ResponseStyle style) {
    std::string text;
    text.reserve(768 + response.body.size());
    const auto out = std::back_inserter(text);
    fmt::format_to(out, FMT_COMPILE("HTTP/1.1 {} {}\r\n"), response.status, reason_phrase(response.status));
    const bool has_body = may_have_body(response.status);
    if (has_body && !response.content_type.empty()) append_header(text, "Content-Type", response.content_type);
    if (has_body) fmt::format_to(out, FMT_COMPILE("Content-Length: {}\r\n"), response.body.size());
    if (style.closes) {
        text += "Connection: close\r\n";
    } else if (style.keep_alive_1_0) {
        text += "Connection: keep-alive\r\n";
    }
    if (style.public_headers) {
        text += public_headers;
        append_header(text, "X-B3-TraceId", request.trace_id);
        append_header(text, "X-B3-SpanId", request.span_id);
    }
    for (const Header& header : response.headers) append_header(text, header.name, header.value);
    text += "\r\n";
    if (has_body && request.method != Method::head) text += response.body;
    return text;
}

}  // namespace herald::http
