#pragma once

#include "http/transfer.h"

namespace herald::http {

/// One message handed to a mail server.
class MailTransfer final : public Transfer {
public:
    /// The options outlive the transfer.
    MailTransfer(Client::Mail mail, const Client::Options& options);

    void prepare(CURL* easy) override;
    void conclude(CURL* easy, CURLcode code) override;
    void abandon() override;

    Client::MailResponse response;

private:
    static std::size_t read_content(char* into, std::size_t size, std::size_t count, void* transfer);
    static std::size_t on_reply(char* data, std::size_t size, std::size_t count, void* transfer);
    bool is_implicit_tls() const { return mail_.url.starts_with("smtps://"); }
    ClientOutcome outcome_of(CURLcode code) const;
    static void hang_up(CURL* easy);

    const Client::Mail mail_;
    const Client::Options& options_;
    const std::string sender_;
    std::size_t content_read_ = 0;
};

}  // namespace herald::http
