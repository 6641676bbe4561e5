#pragma once

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "support/loopback_listener.h"

namespace herald::delivery {

/// A mail server that says what it is told to say: one reply per verb (`connect`, `EHLO`, `MAIL`, `RCPT`, `DATA`, and
/// `.` for the end of the message), `250 2.0.0 ok` where nothing is given. A reply of `hang up` breaks the connection,
/// `silence` waits until the other side does.
class SmtpPeer {
public:
    explicit SmtpPeer(std::map<std::string, std::string> replies) : replies_(std::move(replies)) {
        replies_.emplace("connect", "220 peer.example");
        replies_.emplace("EHLO", "250 peer.example");
        replies_.emplace("DATA", "354 go on");
        replies_.emplace("QUIT", "221 bye");
        thread_ = std::thread([this] { serve(); });
    }
    ~SmtpPeer() { finish(); }
    SmtpPeer(const SmtpPeer&) = delete;
    SmtpPeer& operator=(const SmtpPeer&) = delete;

    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(listener_.port()); }
    /// Ends the conversation; what was said can be read after it.
    void finish() {
        if (stopping_.exchange(true)) return;
        thread_.join();
    }

    std::string commands;  ///< every line but the message's
    std::string message;   ///< as it came over the wire, dots doubled

private:
    void serve() {
        while (!stopping_) {
            const auto peer = listener_.accept_soon();
            if (!peer) continue;
            converse(*peer);
            close(*peer);
        }
    }
    void converse(int peer) {
        bool in_message = false;
        std::string line;
        if (!say(peer, "connect")) return;
        while (read_line(peer, line)) {
            if (in_message && line != ".\r\n") {
                message += line;
                continue;
            }
            const std::string verb = in_message ? "." : line.substr(0, line.find_first_of(" \r"));
            if (!in_message) commands += line;
            in_message = false;
            if (!say(peer, verb)) return;
            in_message = verb == "DATA" && replies_["DATA"].starts_with("354");
        }
    }
    bool say(int peer, const std::string& verb) {
        const auto found = replies_.find(verb);
        const std::string reply = found == replies_.end() ? "250 2.0.0 ok" : found->second;
        if (reply == "hang up") return false;
        if (reply == "silence") return wait_for_hang_up(peer);
        return send(peer, (reply + "\r\n").data(), reply.size() + 2, MSG_NOSIGNAL) > 0;
    }
    bool wait_for_hang_up(int peer) const {
        pollfd readable{peer, POLLIN, 0};
        while (!stopping_ && poll(&readable, 1, 20) != 1) {
        }
        return false;
    }
    bool read_line(int peer, std::string& line) const {
        line.clear();
        while (!stopping_ && !line.ends_with("\r\n")) {
            pollfd readable{peer, POLLIN, 0};
            if (poll(&readable, 1, 20) != 1) continue;
            char c;
            if (read(peer, &c, 1) != 1) return false;
            line += c;
        }
        return !stopping_;
    }

    std::map<std::string, std::string> replies_;
    test::LoopbackListener listener_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace herald::delivery
