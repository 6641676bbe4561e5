#pragma once

#include "http/transfer.h"

namespace herald::http {

/// One HTTP request and its response, redirects included.
class HttpTransfer final : public Transfer {
public:
    /// The options outlive the transfer.
    HttpTransfer(ClientRequest request, const Client::Options& options);

    void prepare(CURL* easy) override;
    void conclude(CURL* easy, CURLcode code) override;
    void abandon() override;

    ClientResponse response;

private:
    static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* transfer);
    static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* transfer);
    static int before_request(void* transfer, char*, char*, int, int);
    void set_method(CURL* easy);
    ClientOutcome outcome_of(CURL* easy, CURLcode code) const;

    const ClientRequest request_;
    const Client::Options& options_;
    bool begun_ = false;  ///< handed to a connection, and nothing has come back yet
    bool retried_ = false;
    bool too_large_ = false;
};

}  // namespace herald::http
