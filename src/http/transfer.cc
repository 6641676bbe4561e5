#include "http/transfer.h"

namespace herald::http {

namespace {

long milliseconds_of(Duration duration) {
    // 0 would mean "no limit" to libcurl.
    return std::max(1L, static_cast<long>(std::chrono::ceil<std::chrono::milliseconds>(duration).count()));
}

}  // namespace

void Transfer::set_common(CURL* easy, const std::string& url, Duration connect_timeout) {
    curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_words_);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // does not wait for a name server that is too slow
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds_of(connect_timeout));
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
}

std::string Transfer::words_for(CURLcode code) const {
    if (code == CURLE_OPERATION_TIMEDOUT && error_words_[0] == '\0') return "no complete answer in time";
    return error_words_[0] != '\0' ? error_words_ : curl_easy_strerror(code);
}

}  // namespace herald::http
