#include "mail/lmtp_session.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace herald::mail {
namespace {

/// What stands between the angle brackets after `FROM:` or `TO:`; null when it has not that form.
std::optional<std::string> path_of(std::string_view argument, std::string_view keyword) {
    if (text::to_lower_ascii(argument.substr(0, keyword.size())) != keyword) return std::nullopt;
    argument = text::trim(argument.substr(keyword.size()));
    const auto end = argument.find('>');
    if (!argument.starts_with('<') || end == std::string_view::npos) return std::nullopt;
    return std::string(argument.substr(1, end - 1));
}

}  // namespace

LmtpSession::LmtpSession(std::string host, IsWanted is_wanted, Limits limits)
    : host_(std::move(host)), is_wanted_(std::move(is_wanted)), limits_(limits) {}

std::string LmtpSession::greeting() const {
    return "220 " + host_ + " LMTP\r\n";
}

std::optional<LmtpSession::Step> LmtpSession::next() {
    while (in_data_) {
        const std::size_t before = unread_.size();
        if (auto step = data_line()) return step;
        if (unread_.size() == before) return std::nullopt;
    }
    const auto end = unread_.find("\r\n");
    if (end == std::string::npos || end > limits_.line_bytes) {
        if (unread_.size() <= limits_.line_bytes) return std::nullopt;
        return Step{"500 5.5.2 line too long\r\n", std::nullopt, true};
    }
    const std::string line = unread_.substr(0, end);
    unread_.erase(0, end + 2);
    return command(line);
}

LmtpSession::Step LmtpSession::command(std::string_view line) {
    const auto space = std::min(line.find(' '), line.size());
    const std::string verb = text::to_lower_ascii(line.substr(0, space));
    const std::string_view argument = text::trim(line.substr(space));
    if (verb == "lhlo") {
        greeted_ = true;
        return {"250-" + host_ + "\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE " +
                    std::to_string(limits_.content_bytes) + "\r\n",
                std::nullopt, false};
    }
    if (verb == "quit") return {"221 2.0.0 bye\r\n", std::nullopt, true};
    if (verb == "noop") return {"250 2.0.0 ok\r\n", std::nullopt, false};
    if (verb == "helo" || verb == "ehlo") return {"500 5.5.1 this is LMTP: LHLO\r\n", std::nullopt, false};
    if (verb == "rset") {
        mail_ = {};
        has_sender_ = false;
        return {"250 2.0.0 ok\r\n", std::nullopt, false};
    }
    if (!greeted_) return {"503 5.5.1 LHLO first\r\n", std::nullopt, false};
    if (verb == "mail") return mail_from(argument);
    if (verb == "rcpt") return rcpt_to(argument);
    if (verb == "vrfy") return {"252 2.5.0 try it\r\n", std::nullopt, false};
    if (verb != "data") return {"500 5.5.1 unknown command\r\n", std::nullopt, false};
    if (mail_.recipients.empty()) return {"503 5.5.1 no recipient\r\n", std::nullopt, false};
    in_data_ = true;
    too_large_ = false;
    return {"354 go on\r\n", std::nullopt, false};
}

LmtpSession::Step LmtpSession::mail_from(std::string_view argument) {
    if (has_sender_) return {"503 5.5.1 MAIL was given\r\n", std::nullopt, false};
    auto sender = path_of(argument, "from:");
    if (!sender) return {"501 5.5.4 MAIL FROM:<address>\r\n", std::nullopt, false};
    mail_ = {};
    mail_.sender = std::move(*sender);
    has_sender_ = true;
    return {"250 2.1.0 ok\r\n", std::nullopt, false};
}

LmtpSession::Step LmtpSession::rcpt_to(std::string_view argument) {
    if (!has_sender_) return {"503 5.5.1 MAIL first\r\n", std::nullopt, false};
    auto recipient = path_of(argument, "to:");
    if (!recipient) return {"501 5.5.4 RCPT TO:<address>\r\n", std::nullopt, false};
    if (mail_.recipients.size() >= limits_.recipients)
        return {"452 4.5.3 too many recipients\r\n", std::nullopt, false};
    if (!is_wanted_(*recipient)) return {"550 5.1.1 no such address\r\n", std::nullopt, false};
    mail_.recipients.push_back(std::move(*recipient));
    return {"250 2.1.5 ok\r\n", std::nullopt, false};
}

/// Takes one line of the content; a step when it was the last one.
std::optional<LmtpSession::Step> LmtpSession::data_line() {
    const auto end = unread_.find("\r\n");
    if (end == std::string::npos) {
        // A line without an end is not kept in memory for ever.
        if (unread_.size() > limits_.content_bytes) return Step{"500 5.5.2 line too long\r\n", std::nullopt, true};
        return std::nullopt;
    }
    std::string_view line = std::string_view(unread_).substr(0, end);
    if (line != ".") {
        if (line.starts_with('.')) line.remove_prefix(1);
        too_large_ = too_large_ || mail_.content.size() + line.size() > limits_.content_bytes;
        if (!too_large_) mail_.content.append(line).append("\r\n");
        unread_.erase(0, end + 2);
        return std::nullopt;
    }
    unread_.erase(0, end + 2);
    in_data_ = has_sender_ = false;
    ReceivedMail whole = std::exchange(mail_, {});
    if (!too_large_) return Step{"", std::move(whole), false};
    std::string refusals;
    for (std::size_t i = 0; i < whole.recipients.size(); ++i) refusals += "552 5.3.4 too large\r\n";
    return Step{refusals, std::nullopt, false};
}

std::string LmtpSession::answer(const ReceivedMail& mail, bool taken) {
    std::string replies;
    for (std::size_t i = 0; i < mail.recipients.size(); ++i)
        replies += taken ? "250 2.0.0 taken\r\n" : "451 4.3.0 not now\r\n";
    return replies;
}

}  // namespace herald::mail
