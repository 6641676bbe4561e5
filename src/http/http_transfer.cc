#include "http/http_transfer.h"

namespace herald::http {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && std::string_view(" \t\r\n").find(text.back()) != std::string_view::npos)
        text.remove_suffix(1);
    return text;
}

/// Has a byte of a request left? The peer may then have acted on it.
bool something_was_sent(CURL* easy) {
    long bytes = 0;
    curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &bytes);
    return bytes > 0;
}

/// libcurl would carry any other method on to the next place.
bool is_redirectable(Method method) {
    return method == Method::get || method == Method::head || method == Method::post;
}

/// A line break in a value would let whoever wrote it add headers of their own.
std::string without_controls(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return text;
}

/// GET and HEAD may be repeated without harm, so libcurl may do so on a fresh connection.
bool is_repeatable(Method method) {
    return method == Method::get || method == Method::head;
}

}  // namespace

HttpTransfer::HttpTransfer(ClientRequest request, const Client::Options& options)
    : Transfer(request.url, request.timeout), request_(std::move(request)), options_(options) {
    for (const Header& header : request_.headers) {
        // A header with nothing after the colon would be left out by libcurl; the semicolon says "send it empty".
        append_to_list(without_controls(header.value.empty() ? header.name + ";" : header.name + ": " + header.value));
    }
    append_to_list("Expect:");  // a round trip per request is a high price for sparing a peer a body
    const bool names_type = std::any_of(request_.headers.begin(), request_.headers.end(), [](const Header& header) {
        return equal_ignoring_case(header.name, "Content-Type");
    });
    if (!names_type) append_to_list("Content-Type:");  // libcurl would call it a form
}

void HttpTransfer::prepare(CURL* easy) {
    set_common(easy, request_.url, options_.connect_timeout);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_PROXY, options_.proxy.c_str());  // empty: not the environment's either
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, list());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &HttpTransfer::on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &HttpTransfer::on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &HttpTransfer::before_request);
    curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
    const bool follows = request_.redirects_max > 0 && is_redirectable(request_.method);
    if (follows) {
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 1L);
        curl_easy_setopt(easy, CURLOPT_MAXREDIRS, static_cast<long>(request_.redirects_max));
    }
    set_method(easy);
}

void HttpTransfer::set_method(CURL* easy) {
    switch (request_.method) {
        case Method::get:
            curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
            return;
        case Method::head:
            curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
            return;
        case Method::post:
            break;
        default:
            curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, std::string(to_string(request_.method)).c_str());
    }
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.data());
}

/// When a pooled connection turns out to be dead, libcurl sends the request again by itself. The peer may have acted on
/// the first, so a POST is not repeated here: whoever sent it knows whether it may be.
int HttpTransfer::before_request(void* transfer, char*, char*, int, int) {
    auto& self = *static_cast<HttpTransfer*>(transfer);
    if (std::exchange(self.begun_, true) && !is_repeatable(self.request_.method)) {
        self.retried_ = true;
        return CURL_PREREQFUNC_ABORT;
    }
    return CURL_PREREQFUNC_OK;
}

std::size_t HttpTransfer::on_header(char* data, std::size_t size, std::size_t count, void* transfer) {
    auto& self = *static_cast<HttpTransfer*>(transfer);
    const std::string_view line(data, size * count);
    if (line.starts_with("HTTP/")) {
        // The head of the next response: after a redirect, or after `100 Continue`.
        self.begun_ = false;
        self.response.headers.clear();
        self.response.body.clear();
        return line.size();
    }
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos)
        self.response.headers.push_back(
            {std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))});
    return line.size();
}

std::size_t HttpTransfer::on_body(char* data, std::size_t size, std::size_t count, void* transfer) {
    auto& self = *static_cast<HttpTransfer*>(transfer);
    const std::size_t bytes = size * count;
    if (self.response.body.size() + bytes > self.request_.response_bytes_max) {
        self.too_large_ = true;
        return 0;
    }
    self.response.body.append(data, bytes);
    return bytes;
}

ClientOutcome HttpTransfer::outcome_of(CURL* easy, CURLcode code) const {
    // With one redirect too many, the last response is the answer.
    if (code == CURLE_OK || code == CURLE_TOO_MANY_REDIRECTS) return ClientOutcome::answered;
    const bool sent = something_was_sent(easy);
    if (code == CURLE_OPERATION_TIMEDOUT) return sent ? ClientOutcome::timed_out : ClientOutcome::timed_out_unsent;
    return sent ? ClientOutcome::broken : ClientOutcome::refused;
}

void HttpTransfer::conclude(CURL* easy, CURLcode code) {
    response.outcome = outcome_of(easy, code);
    response.elapsed = elapsed();
    if (response.outcome == ClientOutcome::answered) {
        long status = 0;
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
        response.status = static_cast<int>(status);
        return;
    }
    response.headers.clear();
    response.body.clear();
    response.error = too_large_ ? "the response is larger than allowed"
                     : retried_ ? "the connection broke after the request was sent"
                                : words_for(code);
}

void HttpTransfer::abandon() {
    response = ClientResponse();
    response.outcome = ClientOutcome::shutting_down;
    response.elapsed = elapsed();
    response.error = "the client was stopped";
}

}  // namespace herald::http
