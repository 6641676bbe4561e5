#include "http/request_parser.h"

#include <algorithm>

namespace herald::http {

namespace {

constexpr int go_on = 0;
constexpr int give_up = -1;

/// A body is stored as it arrives; only so much is set aside on the word of a Content-Length.
constexpr std::uint64_t body_reserve_max = 1024 * 1024;

Method method_of(unsigned code) {
    switch (code) {
        case HTTP_GET:
            return Method::get;
        case HTTP_HEAD:
            return Method::head;
        case HTTP_POST:
            return Method::post;
        case HTTP_PUT:
            return Method::put;
        case HTTP_PATCH:
            return Method::patch;
        case HTTP_DELETE:
            return Method::del;
        case HTTP_OPTIONS:
            return Method::options;
        default:
            return Method::other;
    }
}

bool has_content_length(const http_parser& parser) {
    return (parser.flags & F_CONTENTLENGTH) != 0;
}
bool is_chunked(const http_parser& parser) {
    return (parser.flags & F_CHUNKED) != 0;
}

}  // namespace

RequestParser::RequestParser(std::size_t header_bytes_max, std::size_t body_bytes_max)
    : header_bytes_max_(header_bytes_max), body_bytes_max_(body_bytes_max) {
    restart();
}

void RequestParser::restart() {
    http_parser_init(&parser_, HTTP_REQUEST);
    parser_.data = this;
    state_ = State::needs_more;
    failure_status_ = 0;
    started_ = head_complete_ = in_value_ = expects_continue_ = false;
    head_bytes_ = 0;
    target_.clear();
    parsed_ = ParsedRequest();
}

const http_parser_settings& RequestParser::callbacks() {
    static const http_parser_settings settings = [] {
        http_parser_settings s;
        http_parser_settings_init(&s);
        s.on_message_begin = [](http_parser* p) {
            self(p).started_ = true;
            return go_on;
        };
        s.on_url = [](http_parser* p, const char* at, std::size_t n) { return self(p).on_url({at, n}); };
        s.on_header_field = [](http_parser* p, const char* at, std::size_t n) {
            return self(p).on_header_field({at, n});
        };
        s.on_header_value = [](http_parser* p, const char* at, std::size_t n) {
            return self(p).on_header_value({at, n});
        };
        s.on_headers_complete = [](http_parser* p) { return self(p).on_head_complete(); };
        s.on_body = [](http_parser* p, const char* at, std::size_t n) { return self(p).on_body({at, n}); };
        s.on_message_complete = [](http_parser* p) { return self(p).on_complete(); };
        return s;
    }();
    return settings;
}

std::size_t RequestParser::feed(std::string_view bytes) {
    if (state_ != State::needs_more || bytes.empty()) return 0;
    const std::size_t taken = http_parser_execute(&parser_, &callbacks(), bytes.data(), bytes.size());
    const auto error = HTTP_PARSER_ERRNO(&parser_);
    if (error == HPE_OK || error == HPE_PAUSED) return taken;
    if (failure_status_ == 0) failure_status_ = error == HPE_HEADER_OVERFLOW ? 431 : 400;
    state_ = State::failed;
    return taken;
}

int RequestParser::fail(int status) {
    failure_status_ = status;
    return give_up;
}

/// The limit is on all that comes before the body, and on the trailer of a chunked one.
int RequestParser::count_head_bytes(std::size_t count) {
    head_bytes_ += count;
    return head_bytes_ > header_bytes_max_ ? fail(431) : go_on;
}

int RequestParser::on_url(std::string_view text) {
    target_ += text;
    return count_head_bytes(text.size());
}

int RequestParser::on_header_field(std::string_view text) {
    constexpr std::size_t separators = 4;  // colon, space, line end: so that empty headers are not free
    if (count_head_bytes(text.size() + separators) != go_on) return give_up;
    if (head_complete_) return go_on;  // a trailer, which nobody reads
    auto& headers = parsed_.request.headers;
    if (headers.empty()) headers.reserve(12);
    if (headers.empty() || in_value_) headers.emplace_back();
    headers.back().name += text;
    in_value_ = false;
    return go_on;
}

int RequestParser::on_header_value(std::string_view text) {
    if (count_head_bytes(text.size()) != go_on) return give_up;
    if (head_complete_) return go_on;
    parsed_.request.headers.back().value += text;
    in_value_ = true;
    return go_on;
}

int RequestParser::on_head_complete() {
    head_complete_ = true;
    Request& request = parsed_.request;
    request.method = method_of(parser_.method);
    parsed_.http_1_0 = parser_.http_minor == 0;
    split_target();
    if (parser_.http_major != 1) return fail(400);
    const std::uint64_t length = has_content_length(parser_) ? parser_.content_length : 0;
    if (length > body_bytes_max_) return fail(413);
    request.body.reserve(std::min(length, body_reserve_max));
    expects_continue_ = (length > 0 || is_chunked(parser_)) && parser_.http_minor >= 1 &&
                        equal_ignoring_case(request.header("Expect"), "100-continue");
    return go_on;
}

int RequestParser::on_body(std::string_view text) {
    if (parsed_.request.body.size() + text.size() > body_bytes_max_) return fail(413);
    expects_continue_ = false;
    parsed_.request.body += text;
    return go_on;
}

int RequestParser::on_complete() {
    parsed_.keep_alive = http_should_keep_alive(&parser_) != 0;
    state_ = State::complete;
    http_parser_pause(&parser_, 1);  // what follows belongs to the next request
    return go_on;
}

void RequestParser::split_target() {
    std::string_view target = target_;
    // Proxies may send the absolute form, `GET http://host/path`.
    if (!target.starts_with('/')) {
        const std::size_t authority = target.find("://");
        if (authority != std::string_view::npos) {
            const std::size_t path = target.find('/', authority + 3);
            target = path == std::string_view::npos ? std::string_view("/") : target.substr(path);
        }
    }
    target = target.substr(0, target.find('#'));
    const std::size_t question = target.find('?');
    if (question != std::string_view::npos) parsed_.request.query = target.substr(question + 1);
    parsed_.path = target.substr(0, question);
    parsed_.request.path = percent_decode(parsed_.path);
}

bool RequestParser::take_expectation() {
    return std::exchange(expects_continue_, false);
}

ParsedRequest RequestParser::take() {
    ParsedRequest parsed = std::move(parsed_);
    restart();
    return parsed;
}

}  // namespace herald::http
