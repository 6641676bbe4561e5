#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/metrics.h"
#include "base/task.h"
#include "http/message.h"

namespace herald::http {

struct ClientRequest {
    Method method = Method::post;
    std::string url;
    std::vector<Header> headers;
    std::string body;
    Duration timeout = std::chrono::seconds(10);  ///< of the whole exchange, the wait for a connection included
    /// Redirects to follow: 301, 302, 303 become GET without a body; `Authorization` is dropped when the host changes.
    /// When that is exceeded (or 0), the redirect itself is the answer. Only for GET, HEAD and POST.
    int redirects_max = 0;
    std::size_t response_bytes_max = 1024 * 1024;
};

/// How an exchange ended. Providers and callbacks classify by it, so it says who is to blame.
enum class ClientOutcome {
    answered,          ///< a complete response; look at its status
    refused,           ///< no connection, so the peer has seen nothing
    timed_out_unsent,  ///< no connection in time: the peer has seen nothing
    timed_out,         ///< after the request was on its way: unknown whether the peer acted
    broken,         ///< connection lost, or an answer too large or no HTTP, after the request was on its way: unknown
    shutting_down,  ///< this client was stopped first
};

std::string_view to_string(ClientOutcome outcome);

struct ClientResponse {
    ClientOutcome outcome = ClientOutcome::refused;
    int status = 0;
    std::string body;
    std::vector<Header> headers;
    std::string error;  ///< for people: curl's words; never the body or the URL's query
    Duration elapsed{};
};

/// HTTP client over libcurl's multi interface in a thread of its own: pooled connections, time-outs, TLS checked
/// against the system's authorities. Never follows a redirect unless asked.
class Client {
public:
    struct Options {
        std::size_t connections_per_host_max = 64;
        std::size_t connections_max = 512;
        Duration connect_timeout = std::chrono::seconds(5);
        std::string user_agent = "herald";
        std::string proxy;  ///< URL, for all but loopback; empty: none (the environment's is not asked)
    };
    Client(Loop& loop, Metrics& metrics, Options options);
    ~Client();

    /// To be awaited on the loop, where it resumes. `peer` is a short name for metrics ("mmg", "callback"), never a
    /// URL. A request other than GET and HEAD goes out at most once; when its connection breaks, that is `broken`.
    Task<ClientResponse> send(std::string_view peer, ClientRequest request);

    struct Mail {
        std::string url;  ///< smtp://host:587 or smtps://host:465
        std::string user, password;
        bool require_tls = true;  ///< STARTTLS or implicit; without it credentials are never sent
        std::string ca_file;      ///< extra authority, for tests and private hosts
        std::string from, to;     ///< envelope addresses
        std::string content;      ///< RFC 5322 message with CRLF line ends
        Duration timeout = std::chrono::seconds(60);
    };
    struct MailResponse {
        ClientOutcome outcome = ClientOutcome::refused;
        int code = 0;       ///< last SMTP reply code
        std::string reply;  ///< last reply line; may name the recipient, so it is not for the log
        std::string error;
        Duration elapsed{};
    };
    /// `answered` is a server's verdict, good or bad: see `code`. `refused` and `timed_out_unsent`: the message was not
    /// begun to be handed over. Counted as peer "smtp".
    Task<MailResponse> submit_mail(Mail mail);

    /// Ends what is under way, and all that follows, as `shutting_down`. The coroutines resume by way of the loop, and
    /// the client must live until they have.
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace herald::http
