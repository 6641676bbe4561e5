#pragma once

#include <http_parser.h>

#include <string>
#include <string_view>

#include "http/message.h"

namespace herald::http {

/// A request as it came over the wire.
struct ParsedRequest {
    Request request;         ///< all that the wire says; addresses, ids and parameters are for the server to fill in
    std::string path;        ///< as sent, for the router
    bool keep_alive = true;  ///< what the client wants to become of the connection
    bool http_1_0 = false;
};

/// Reads HTTP/1.x requests out of a stream of bytes, in pieces of any size. No I/O. The grammar is nodejs's
/// http_parser's; this adds the limits, and what is to be said when a request breaks one.
class RequestParser {
public:
    enum class State { needs_more, complete, failed };

    RequestParser(std::size_t header_bytes_max, std::size_t body_bytes_max);
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    /// Takes bytes up to the end of the request; returns how many were taken. Nothing is taken once `state` is no
    /// longer `needs_more`.
    std::size_t feed(std::string_view bytes);
    State state() const { return state_; }

    /// For a failed request: 400, 413 or 431. The rest of the stream is unreadable then.
    int failure_status() const { return failure_status_; }
    /// Some of a request has been read, and not all.
    bool under_way() const { return started_ && state_ == State::needs_more; }
    bool reads_body() const { return under_way() && head_complete_; }
    /// True once per request whose client waits to be told `100 Continue` before it sends the body.
    bool take_expectation();

    /// What has been read of the request, complete or failed; the parser is then ready for the next.
    ParsedRequest take();

private:
    static const http_parser_settings& callbacks();
    static RequestParser& self(http_parser* parser) { return *static_cast<RequestParser*>(parser->data); }

    void restart();
    int fail(int status);
    int count_head_bytes(std::size_t count);
    int on_url(std::string_view text);
    int on_header_field(std::string_view text);
    int on_header_value(std::string_view text);
    int on_head_complete();
    int on_body(std::string_view text);
    int on_complete();
    void split_target();

    const std::size_t header_bytes_max_;
    const std::size_t body_bytes_max_;
    http_parser parser_{};
    State state_ = State::needs_more;
    int failure_status_ = 0;
    bool started_ = false;
    bool head_complete_ = false;
    bool in_value_ = false;
    bool expects_continue_ = false;
    std::size_t head_bytes_ = 0;
    std::string target_;
    ParsedRequest parsed_;
};

}  // namespace herald::http
