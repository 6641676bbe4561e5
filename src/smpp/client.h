#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

#include "base/clock.h"
#include "base/loop.h"
#include "base/metrics.h"
#include "http/stream.h"
#include "smpp/messages.h"
#include "smpp/pdu.h"

namespace herald::smpp {

/// What became of one submit_sm.
struct Submitted {
    enum class Outcome {
        answered,  ///< see `status`
        unsent,    ///< the centre has not seen it
        lost       ///< sent, but no answer came: the centre may have taken it
    };
    Outcome outcome = Outcome::unsent;
    std::uint32_t status = 0;
    std::string message_id;
    std::string error;  ///< for the log
};

/// One session as a transceiver with a message centre (contract providers §20): binds, keeps the line open, binds again
/// when it breaks, keeps several messages under way, slows down when the centre asks for it. Lives on the loop; to be
/// made by `make_shared`, since what is under way keeps it alive.
class Client final : public http::Stream::User, public std::enable_shared_from_this<Client> {
public:
    struct Options {
        Bind bind;
        std::size_t window = 10;                             ///< messages under way at once
        Duration answer_timeout = std::chrono::seconds(10);  ///< of one message, the wait for its turn included
        Duration enquire_interval = std::chrono::seconds(30);
        Duration reconnect_min = std::chrono::seconds(1);  ///< doubled with each failure
        Duration reconnect_max = std::chrono::seconds(60);
        Duration throttle_pause = std::chrono::seconds(1);
        std::size_t received_max = 1000;  ///< deliver_sm being dealt with at once; more are to be repeated
    };
    using Connect = std::function<Task<http::Connected>()>;
    /// Deals with a deliver_sm and says the status of its answer.
    using Receive = std::function<Task<std::uint32_t>(ShortMessage message)>;

    Client(Loop& loop, const Clock& clock, Metrics& metrics, Connect connect, Receive receive, Options options);

    void start();
    /// Unbinds and ends; what is waiting is `unsent`, what is under way `lost`.
    void stop();

    /// Hands over what belongs together, all at once; the answers are in the same order.
    Task<std::vector<Submitted>> submit(std::vector<ShortMessage> messages);

    bool is_bound() const { return state_ == State::bound; }
    /// No deliver_sm is being dealt with.
    bool idle() const { return receiving_ == 0; }

    void on_bytes(std::string_view bytes) override;
    void on_end() override;

private:
    enum class State { stopped, connecting, binding, bound, waiting };
    struct Waiting {
        std::string body;
        Timestamp deadline;
        Promise<Submitted> done;
        bool throttled = false;  ///< the centre has refused it for now
    };

    static Task<void> open(std::shared_ptr<Client> self, std::uint64_t attempt);
    static Task<void> deal_with(std::shared_ptr<Client> self, Pdu request, std::uint64_t link);
    void begin_connecting();
    void on_connected(http::Connected connected);
    void on_pdu(Pdu pdu);
    void on_request(Pdu pdu);
    void on_bind_answer(const Pdu& pdu);
    void on_submit_answer(const Pdu& pdu);
    void slow_down();
    void speed_up();
    void pump();
    void end_link(const char* event, const std::string& why);
    void wait_and_reconnect();
    void fail_queue(const std::string& why);
    void plan_check();
    void check_time();
    std::uint32_t next_sequence();
    void send(std::string_view bytes);

    Loop& loop_;
    const Clock& clock_;
    Connect connect_;
    Receive receive_;
    const Options options_;
    Metrics::Gauge& bound_gauge_;
    Metrics::Counter& throttled_counter_;
    Metrics::Counter& links_lost_;

    State state_ = State::stopped;
    std::shared_ptr<http::Stream> stream_;
    PduReader reader_;
    std::uint64_t link_ = 0;  ///< counts connections, so that what belongs to an old one is recognised
    std::uint32_t sequence_ = 0;
    std::deque<Waiting> queue_;
    std::unordered_map<std::uint32_t, Waiting> under_way_;
    double window_ = 0;
    Timestamp paused_until_;
    Timestamp heard_at_;                   ///< last byte from the centre
    std::optional<Timestamp> answer_due_;  ///< of a bind or an enquire_link
    bool proved_ = false;                  ///< this link has answered a submit_sm, or lived for a while
    Timestamp bound_at_;
    int failures_ = 0;
    std::size_t receiving_ = 0;
    bool check_planned_ = false;
};

}  // namespace herald::smpp
