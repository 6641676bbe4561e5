#include "smpp/client.h"

#include <fmt/format.h>

#include "base/log.h"
#include "smpp/command_status.h"

namespace herald::smpp {
namespace {

std::string hex(std::uint32_t status) {
    return fmt::format("0x{:02X}", status);
}

}  // namespace

Client::Client(Loop& loop, const Clock& clock, Metrics& metrics, Connect connect, Receive receive, Options options)
    : loop_(loop),
      clock_(clock),
      connect_(std::move(connect)),
      receive_(std::move(receive)),
      options_(std::move(options)),
      bound_gauge_(metrics.gauge("herald_smpp_bound", "1 while the message centre has this process bound")),
      throttled_counter_(metrics.counter("herald_smpp_throttled_total", "Messages that the centre refused for now")),
      links_lost_(metrics.counter("herald_smpp_links_lost_total", "Connections to the message centre that broke")) {}

void Client::start() {
    if (state_ != State::stopped) return;
    begin_connecting();
}

void Client::stop() {
    if (state_ == State::stopped) return;
    if (state_ == State::bound) send(encode(Command::unbind, next_sequence()));
    state_ = State::stopped;
    end_link("smpp_stopped", "stopped");
    fail_queue("stopped");
}

void Client::begin_connecting() {
    state_ = State::connecting;
    spawn(open(shared_from_this(), ++link_));
}

Task<void> Client::open(std::shared_ptr<Client> self, std::uint64_t attempt) {
    http::Connected connected = co_await self->connect_();
    if (self->state_ != State::connecting || self->link_ != attempt) {
        if (connected.stream) connected.stream->close();
        co_return;
    }
    self->on_connected(std::move(connected));
}

void Client::on_connected(http::Connected connected) {
    if (!connected.stream) {
        log::warning("smpp_not_connected", "The message centre could not be reached", {{"error", connected.error}});
        return wait_and_reconnect();
    }
    stream_ = std::move(connected.stream);
    reader_ = {};
    state_ = State::binding;
    heard_at_ = clock_.now();
    answer_due_ = clock_.now() + options_.answer_timeout;
    stream_->start(*this);
    send(encode(Command::bind_transceiver, next_sequence(), encode(options_.bind)));
    plan_check();
}

std::uint32_t Client::next_sequence() {
    sequence_ = sequence_ % 0x7FFFFFFF + 1;
    return sequence_;
}

void Client::send(std::string_view bytes) {
    if (stream_) stream_->write(bytes);
}

Task<std::vector<Submitted>> Client::submit(std::vector<ShortMessage> messages) {
    std::vector<Submitted> answers;
    if (state_ == State::stopped || state_ == State::waiting) {
        answers.assign(messages.size(), {Submitted::Outcome::unsent, 0, {}, "not connected"});
        co_return answers;
    }
    const auto self = shared_from_this();
    const Timestamp deadline = clock_.now() + options_.answer_timeout;
    std::vector<Promise<Submitted>> waiting;
    for (const ShortMessage& message : messages) {
        waiting.emplace_back(loop_);
        queue_.push_back({encode(message), deadline, waiting.back(), false});
    }
    pump();
    plan_check();
    for (const auto& one : waiting) {
        Submitted submitted = co_await one.wait();
        answers.push_back(std::move(submitted));
    }
    co_return answers;
}

void Client::pump() {
    if (state_ != State::bound || clock_.now() < paused_until_) return;
    while (!queue_.empty() && under_way_.size() < static_cast<std::size_t>(window_)) {
        const std::uint32_t sequence = next_sequence();
        Waiting next = std::move(queue_.front());
        queue_.pop_front();
        send(encode(Command::submit_sm, sequence, next.body));
        under_way_.emplace(sequence, std::move(next));
    }
}

void Client::on_bytes(std::string_view bytes) {
    const auto self = shared_from_this();
    heard_at_ = clock_.now();
    reader_.feed(bytes);
    while (stream_) {
        std::optional<Pdu> pdu = reader_.next();
        if (!pdu) break;
        on_pdu(std::move(*pdu));
    }
    if (stream_ && reader_.is_broken()) {
        end_link("smpp_nonsense", "the centre sent what is no SMPP");
        wait_and_reconnect();
    }
    pump();
}

void Client::on_pdu(Pdu pdu) {
    if (!pdu.is_response()) return on_request(std::move(pdu));
    if (pdu.is_response_to(Command::bind_transceiver) && state_ == State::binding) return on_bind_answer(pdu);
    if (pdu.is(Command::generic_nack) && state_ == State::binding) return on_bind_answer(pdu);
    if (pdu.is_response_to(Command::enquire_link)) {
        answer_due_.reset();
        return;
    }
    if (pdu.is_response_to(Command::submit_sm) || pdu.is(Command::generic_nack)) on_submit_answer(pdu);
}

void Client::on_request(Pdu pdu) {
    if (pdu.is(Command::enquire_link)) return send(encode_response(pdu, status::ok));
    if (pdu.is(Command::deliver_sm)) {
        if (receiving_ >= options_.received_max)
            return send(encode_response(pdu, status::receiver_temporary, encode_message_id("")));
        spawn(deal_with(shared_from_this(), std::move(pdu), link_));
        return;
    }
    if (pdu.is(Command::unbind)) {
        send(encode_response(pdu, status::ok));
        end_link("smpp_unbound", "the centre unbound");
        return wait_and_reconnect();
    }
    Pdu refusal;
    refusal.command = static_cast<std::uint32_t>(Command::generic_nack);
    refusal.status = status::invalid_command;
    refusal.sequence = pdu.sequence;
    send(encode(refusal));
}

Task<void> Client::deal_with(std::shared_ptr<Client> self, Pdu request, std::uint64_t link) {
    std::optional<ShortMessage> message = parse_short_message(request.body);
    std::uint32_t answer = status::receiver_permanent;
    if (message) {
        ++self->receiving_;
        answer = co_await self->receive_(std::move(*message));
        --self->receiving_;
    }
    if (self->stream_ && self->link_ == link) self->send(encode_response(request, answer, encode_message_id("")));
}

void Client::on_bind_answer(const Pdu& pdu) {
    answer_due_.reset();
    if (pdu.status != status::ok) {
        log::error("provider_configuration", "the message centre refuses to bind",
                   {{"provider", "smpp"}, {"code", hex(pdu.status)}});
        end_link("smpp_not_bound", "bind refused: " + hex(pdu.status));
        failures_ = std::max(failures_, 4);  // it will refuse the next one too: no hurry
        return wait_and_reconnect();
    }
    state_ = State::bound;
    bound_at_ = clock_.now();
    proved_ = false;
    window_ = static_cast<double>(options_.window);
    paused_until_ = {};
    bound_gauge_.set(1);
    log::info("smpp_bound", "The message centre has bound this process");
    pump();
}

void Client::on_submit_answer(const Pdu& pdu) {
    const auto found = under_way_.find(pdu.sequence);
    if (found == under_way_.end()) return;
    Waiting answered = std::move(found->second);
    under_way_.erase(found);
    proved_ = true;
    const StatusClass verdict = classify(pdu.status);
    if (verdict == StatusClass::throttled) {
        slow_down();
        answered.throttled = true;
        queue_.push_front(std::move(answered));
        return;
    }
    speed_up();
    const bool accepted = pdu.status == status::ok;
    answered.done.set({Submitted::Outcome::answered, pdu.status, accepted ? parse_message_id(pdu.body) : "", {}});
    if (verdict != StatusClass::rebind) return;
    end_link("smpp_not_bound", "the centre says that this session is not bound");
    wait_and_reconnect();
}

/// The centre has too much: nothing for a while, and then half as much at once. What follows one refusal within the
/// pause was sent before it.
void Client::slow_down() {
    throttled_counter_.add();
    if (clock_.now() < paused_until_) return;
    paused_until_ = clock_.now() + options_.throttle_pause;
    window_ = std::max(1.0, window_ / 2);
    loop_.after(options_.throttle_pause, [weak = weak_from_this()] {
        if (const auto self = weak.lock()) self->pump();
    });
}

void Client::speed_up() {
    window_ = std::min(static_cast<double>(options_.window), window_ + 1 / window_);
}

void Client::on_end() {
    const auto self = shared_from_this();
    const bool was_bound = state_ == State::bound;
    const bool proved = proved_ || (was_bound && clock_.now() - bound_at_ > options_.answer_timeout);
    end_link("smpp_link_lost", "connection lost");
    // A line that has worked is opened again at once; one that breaks at the beginning would break again.
    if (was_bound && proved) {
        failures_ = 0;
        begin_connecting();
    } else {
        wait_and_reconnect();
    }
}

void Client::end_link(const char* event, const std::string& why) {
    if (stream_) {
        stream_->close();
        stream_.reset();
        links_lost_.add();
        log::write(state_ == State::stopped ? log::Level::info : log::Level::warning, event,
                   "The connection to the message centre has ended",
                   {{"error", why}, {"under_way", under_way_.size()}, {"waiting", queue_.size()}});
    }
    answer_due_.reset();
    bound_gauge_.set(0);
    auto lost = std::move(under_way_);
    under_way_.clear();
    for (auto& [sequence, one] : lost) one.done.set({Submitted::Outcome::lost, 0, {}, why});
}

void Client::wait_and_reconnect() {
    if (state_ == State::stopped) return;
    state_ = State::waiting;
    fail_queue("not connected");
    Duration pause = options_.reconnect_min * (1 << std::min(failures_, 10));
    pause = std::min(pause, options_.reconnect_max);
    ++failures_;
    loop_.after(pause, [weak = weak_from_this(), link = link_] {
        const auto self = weak.lock();
        if (self && self->state_ == State::waiting && self->link_ == link) self->begin_connecting();
    });
}

void Client::fail_queue(const std::string& why) {
    auto queue = std::move(queue_);
    queue_.clear();
    for (auto& one : queue) one.done.set({Submitted::Outcome::unsent, 0, {}, why});
}

/// One look at all deadlines, every now and then while there is a link or something waits for one.
void Client::plan_check() {
    if (std::exchange(check_planned_, true)) return;
    const Duration period = std::clamp<Duration>(std::min(options_.answer_timeout, options_.enquire_interval) / 8,
                                                 std::chrono::milliseconds(2), std::chrono::seconds(1));
    loop_.after(period, [weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self) return;
        self->check_planned_ = false;
        self->check_time();
        if (self->stream_ || !self->queue_.empty()) self->plan_check();
    });
}

void Client::check_time() {
    const Timestamp now = clock_.now();
    for (auto one = under_way_.begin(); one != under_way_.end();) {
        if (one->second.deadline > now) {
            ++one;
            continue;
        }
        one->second.done.set({Submitted::Outcome::lost, 0, {}, "no answer in time"});
        one = under_way_.erase(one);
    }
    std::erase_if(queue_, [&](Waiting& one) {
        if (one.deadline > now) return false;
        if (one.throttled) one.done.set({Submitted::Outcome::answered, status::throttled, {}, {}});
        else one.done.set({Submitted::Outcome::unsent, 0, {}, "no place in the window in time"});
        return true;
    });
    if (!stream_) return;
    if (answer_due_ && *answer_due_ <= now) {
        end_link("smpp_silent", "the centre does not answer");
        wait_and_reconnect();
    } else if (state_ == State::bound && !answer_due_ && now - heard_at_ >= options_.enquire_interval) {
        answer_due_ = now + options_.answer_timeout;
        send(encode(Command::enquire_link, next_sequence()));
    } else {
        pump();
    }
}

}  // namespace herald::smpp
