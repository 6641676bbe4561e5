#pragma once

#include <deque>
#include <memory>
#include <random>
#include <set>
#include <unordered_map>

#include "base/clock.h"
#include "http/stream.h"
#include "sandbox/message.h"
#include "sandbox/sandbox.h"
#include "sandbox/wheel_timer.h"
#include "smpp/pdu.h"
#include "smpp/receipt.h"

namespace herald::sandbox {

/// An emulator of a message centre (contract providers §20): takes every bind, answers each submit_sm with an id, and
/// sends a receipt where one was asked for, by the recipient's fate (see Sandbox). With an error rate, half of those
/// refusals are `throttled`; with a time-out rate, a message is taken and not answered. Receipts wait for a session.
class MessageCentre : public std::enable_shared_from_this<MessageCentre> {
public:
    MessageCentre(http::AsioLoop& loop, Metrics& metrics, const Clock& clock, const SandboxOptions& options);

    void start(const std::string& address, std::uint16_t port);
    std::uint16_t port() const { return listener_->port(); }
    void stop();

    std::uint64_t accepted() const { return accepted_; }
    std::uint64_t receipts_acknowledged() const { return receipts_acknowledged_; }
    std::size_t receipts_pending() const { return later_.size() + ready_.size() + unanswered_; }

private:
    class Session;
    struct Receipt {
        smpp::Address source, destination;
        smpp::DeliveryReceipt told;
        bool repeat = false;
    };

    void on_accept(std::shared_ptr<http::Stream> stream);
    /// The answer to a submit_sm; null: none is given.
    std::optional<std::string> take(const smpp::Pdu& request);
    void plan_receipt(const smpp::ShortMessage& message, const std::string& id);
    void send_receipts();

    http::AsioLoop& loop_;
    const Clock& clock_;
    const SandboxOptions options_;
    Metrics::Counter& taken_;
    std::mt19937_64 random_;
    std::optional<http::Listener> listener_;
    std::set<std::shared_ptr<Session>> sessions_;
    WheelTimer<Receipt> later_;
    std::deque<Receipt> ready_;
    std::uint64_t next_id_ = 0;
    std::uint64_t accepted_ = 0;
    std::uint64_t receipts_acknowledged_ = 0;
    std::size_t unanswered_ = 0;
};

}  // namespace herald::sandbox
