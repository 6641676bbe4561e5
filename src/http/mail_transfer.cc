#include "http/mail_transfer.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace herald::http {

MailTransfer::MailTransfer(Client::Mail mail, const Client::Options& options)
    : Transfer(mail.url, mail.timeout), mail_(std::move(mail)), options_(options), sender_("<" + mail_.from + ">") {
    append_to_list("<" + mail_.to + ">");
}

void MailTransfer::prepare(CURL* easy) {
    set_common(easy, mail_.url, options_.connect_timeout);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    // While it waits for the answer to the message's end libcurl holds its thread, and looks at nothing but this.
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline() - std::chrono::steady_clock::now());
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, std::max<long>(1, left.count()));
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    if (mail_.require_tls && !is_implicit_tls()) curl_easy_setopt(easy, CURLOPT_USE_SSL, CURLUSESSL_ALL);
    if (!mail_.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, mail_.ca_file.c_str());
    const bool encrypted = mail_.require_tls || is_implicit_tls();
    if (encrypted && !mail_.user.empty()) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, mail_.user.c_str());
        curl_easy_setopt(easy, CURLOPT_PASSWORD, mail_.password.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_MAIL_FROM, sender_.c_str());
    curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, list());
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail_.content.size()));
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, &MailTransfer::read_content);
    curl_easy_setopt(easy, CURLOPT_READDATA, this);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &MailTransfer::on_reply);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &MailTransfer::on_reply);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
}

std::size_t MailTransfer::read_content(char* into, std::size_t size, std::size_t count, void* transfer) {
    auto& self = *static_cast<MailTransfer*>(transfer);
    const std::size_t bytes = std::min(size * count, self.mail_.content.size() - self.content_read_);
    std::memcpy(into, self.mail_.content.data() + self.content_read_, bytes);
    self.content_read_ += bytes;
    return bytes;
}

/// Every line that the server says; the last one is its verdict, but for the answer to QUIT.
std::size_t MailTransfer::on_reply(char* data, std::size_t size, std::size_t count, void* transfer) {
    std::string_view line(data, size * count);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    const bool farewell = line.starts_with("221");
    if (!line.empty() && !farewell) static_cast<MailTransfer*>(transfer)->response.reply = line;
    return size * count;
}

ClientOutcome MailTransfer::outcome_of(CURLcode code) const {
    if (code == CURLE_OK) return ClientOutcome::answered;
    // A message of which nothing has been read cannot have been taken.
    const bool handed_over = content_read_ > 0;
    if (code == CURLE_OPERATION_TIMEDOUT)
        return handed_over ? ClientOutcome::timed_out : ClientOutcome::timed_out_unsent;
    if (response.code >= 400) return ClientOutcome::answered;  // the server has said no
    return handed_over ? ClientOutcome::broken : ClientOutcome::refused;
}

/// libcurl keeps a connection on which the message's end was not answered, and would say the next mail's first word
/// where the server still owes that answer. One that is shut is found dead and not used again.
void MailTransfer::hang_up(CURL* easy) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD)
        ::shutdown(socket, SHUT_RDWR);
}

void MailTransfer::conclude(CURL* easy, CURLcode code) {
    long reply_code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &reply_code);
    response.code = static_cast<int>(reply_code);
    response.outcome = outcome_of(code);
    response.elapsed = elapsed();
    if (code == CURLE_OK) return;
    response.error = words_for(code);
    hang_up(easy);
}

void MailTransfer::abandon() {
    response = Client::MailResponse();
    response.outcome = ClientOutcome::shutting_down;
    response.elapsed = elapsed();
    response.error = "the client was stopped";
}

}  // namespace herald::http
