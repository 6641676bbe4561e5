#pragma once

#include <random>
#include <string>

#include "http/message.h"

namespace herald::http {

/// Puts on a request the trace and span ids of contract public-api §0.4: the caller's, else new ones. New ones have to
/// be distinct, not secret, so they come from a generator of its own and cost nothing.
class TraceIds {
public:
    TraceIds() : random_(std::random_device{}()) {}

    void assign(Request& request) {
        for (const std::string_view name : {"X-B3-TraceId", "X-Amz-Cf-Id", "X-Amzn-Trace-Id"}) {
            request.trace_id = request.header(name);
            if (!request.trace_id.empty()) break;
        }
        if (request.trace_id.empty()) request.trace_id = hex_digits() + hex_digits();
        request.span_id = request.header("X-B3-SpanId");
        if (request.span_id.empty()) request.span_id = "self-" + hex_digits();
    }

private:
    std::string hex_digits() {
        constexpr char hex[] = "0123456789abcdef";
        std::string digits(16, '0');
        std::uint64_t word = random_();
        for (char& digit : digits) {
            digit = hex[word & 15];
            word >>= 4;
        }
        return digits;
    }

    std::mt19937_64 random_;
};

}  // namespace herald::http
