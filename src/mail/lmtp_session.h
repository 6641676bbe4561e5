#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::mail {

/// A mail as it was handed over.
struct ReceivedMail {
    std::string sender;  ///< empty: `<>`, as bounces have it
    std::vector<std::string> recipients;
    std::string content;  ///< CRLF line ends, dots no longer doubled
};

/// One LMTP conversation (RFC 2033), as a state machine: lines in, replies out. Pure.
class LmtpSession {
public:
    struct Limits {
        std::size_t line_bytes = 2048;
        std::size_t recipients = 100;
        std::size_t content_bytes = 4 * 1024 * 1024;
    };
    using IsWanted = std::function<bool(std::string_view recipient)>;

    LmtpSession(std::string host, IsWanted is_wanted, Limits limits);

    /// What is to be sent when the connection opens.
    std::string greeting() const;

    struct Step {
        std::string reply;  ///< to be sent; may be empty
        /// Whole: to be dealt with, and then `answer`ed; nothing more is to be read until then.
        std::optional<ReceivedMail> mail;
        bool ends = false;  ///< the connection is to be closed
    };
    void feed(std::string_view bytes) { unread_ += bytes; }
    /// The next thing to do; null when more has to come first.
    std::optional<Step> next();
    /// The replies after the end of a mail, one for each recipient.
    static std::string answer(const ReceivedMail& mail, bool taken);

private:
    Step command(std::string_view line);
    Step mail_from(std::string_view argument);
    Step rcpt_to(std::string_view argument);
    std::optional<Step> data_line();

    const std::string host_;
    const IsWanted is_wanted_;
    const Limits limits_;
    std::string unread_;
    bool greeted_ = false;
    bool has_sender_ = false;
    bool in_data_ = false;
    bool too_large_ = false;
    ReceivedMail mail_;
};

}  // namespace herald::mail
