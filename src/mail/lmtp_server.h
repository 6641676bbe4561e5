#pragma once

#include <memory>
#include <set>

#include "http/stream.h"
#include "mail/lmtp_session.h"

namespace herald::mail {

/// Listens for a mail server that hands mail over by LMTP. Lives on the loop.
class LmtpServer {
public:
    struct Options {
        std::string address = "127.0.0.1";
        std::uint16_t port = 0;  ///< 0: any free one
        std::string host;        ///< how it calls itself
        std::size_t connections_max = 32;
        Duration idle_timeout = std::chrono::minutes(5);
        LmtpSession::Limits limits;
    };
    /// Makes a mail durable, or says that it should come again.
    using Take = std::function<Task<bool>(ReceivedMail mail)>;

    /// Listens when the constructor returns; throws when the address is taken.
    LmtpServer(http::AsioLoop& loop, Options options, LmtpSession::IsWanted is_wanted, Take take);
    ~LmtpServer();
    std::uint16_t port() const;
    /// Ends all conversations; what is being dealt with goes on, and is not answered.
    void stop();
    /// Nothing is being dealt with.
    bool idle() const;

private:
    class Conversation;
    struct State;
    std::shared_ptr<State> state_;
    std::optional<http::Listener> listener_;
};

}  // namespace herald::mail
