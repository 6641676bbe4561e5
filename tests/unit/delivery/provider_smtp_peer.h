#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <utility>

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
        listener_ = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        listen(listener_, 8);
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~SmtpPeer() { finish(); }
    SmtpPeer(const SmtpPeer&) = delete;
    SmtpPeer& operator=(const SmtpPeer&) = delete;

    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
    /// Ends the conversation; what was said can be read after it.
    void finish() {
        if (stopping_.exchange(true)) return;
        thread_.join();
        close(listener_);
    }

    std::string commands;  ///< every line but the message's
    std::string message;   ///< as it came over the wire, dots doubled

private:
    void serve() {
        while (!stopping_) {
            pollfd waiting{listener_, POLLIN, 0};
            if (poll(&waiting, 1, 20) != 1) continue;
            const int peer = accept(listener_, nullptr, nullptr);
            converse(peer);
            close(peer);
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
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace herald::delivery
