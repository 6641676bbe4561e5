#include "sandbox/message_centre.h"

#include <fmt/format.h>

#include "base/log.h"
#include "sandbox/draw.h"
#include "smpp/command_status.h"

namespace herald::sandbox {
namespace {

constexpr std::size_t receipts_under_way_max = 100;  // of one session, as centres have it

smpp::MessageState state_of(Fate fate) {
    switch (fate) {
        case Fate::temporary_failure:
            return smpp::MessageState::expired;
        case Fate::permanent_failure:
            return smpp::MessageState::undeliverable;
        case Fate::delivered:
        case Fate::complaint:
            break;
    }
    return smpp::MessageState::delivered;
}

/// `2602031015`.
std::string receipt_date(Timestamp t) {
    const std::string iso = t.to_iso();
    return iso.substr(2, 2) + iso.substr(5, 2) + iso.substr(8, 2) + iso.substr(11, 2) + iso.substr(14, 2);
}

}  // namespace

/// One client's connection.
class MessageCentre::Session final : public http::Stream::User, public std::enable_shared_from_this<Session> {
public:
    Session(std::shared_ptr<http::Stream> stream, MessageCentre& centre)
        : stream_(std::move(stream)), centre_(&centre) {}

    void start() { stream_->start(*this); }
    bool takes_receipts() const { return bound_ && receipts_.size() < receipts_under_way_max; }

    void send(Receipt receipt, Timestamp now) {
        smpp::ShortMessage message;
        message.source = receipt.destination;
        message.destination = receipt.source;
        message.esm_class = smpp::esm_receipt;
        message.content = smpp::receipt_text(receipt.told, receipt_date(now));
        message.tlvs = {{smpp::tag::receipted_message_id, receipt.told.message_id + std::string(1, '\0')},
                        {smpp::tag::message_state, std::string(1, static_cast<char>(receipt.told.state))}};
        const std::uint32_t sequence = ++sequence_;
        stream_->write(smpp::encode(smpp::Command::deliver_sm, sequence, smpp::encode(message)));
        receipts_.emplace(sequence, std::move(receipt));
        ++centre_->unanswered_;
    }

    void on_bytes(std::string_view bytes) override {
        const auto self = shared_from_this();
        reader_.feed(bytes);
        while (centre_ != nullptr) {
            const auto pdu = reader_.next();
            if (!pdu) break;
            on_pdu(*pdu);
        }
        if (centre_ != nullptr && reader_.is_broken()) leave();
    }

    void on_end() override {
        const auto self = shared_from_this();
        leave();
    }

    /// Ends the connection; receipts that were not acknowledged are sent again in the next session.
    void leave() {
        stream_->close();
        MessageCentre* centre = std::exchange(centre_, nullptr);
        if (centre == nullptr) return;
        centre->unanswered_ -= receipts_.size();
        for (auto& [sequence, receipt] : receipts_) centre->ready_.push_back(std::move(receipt));
        centre->sessions_.erase(shared_from_this());
    }

private:
    void on_pdu(const smpp::Pdu& pdu) {
        using smpp::Command;
        if (pdu.is(Command::bind_transceiver)) {
            bound_ = true;
            stream_->write(smpp::encode_response(pdu, smpp::status::ok, smpp::encode_message_id("sandbox")));
            centre_->send_receipts();
        } else if (pdu.is(Command::enquire_link)) {
            stream_->write(smpp::encode_response(pdu, smpp::status::ok));
        } else if (pdu.is(Command::submit_sm)) {
            if (!bound_) stream_->write(smpp::encode_response(pdu, smpp::status::wrong_bind_state));
            else if (const auto answer = centre_->take(pdu)) stream_->write(*answer);
        } else if (pdu.is(Command::unbind)) {
            stream_->write(smpp::encode_response(pdu, smpp::status::ok));
            leave();
        } else if (pdu.is_response_to(Command::deliver_sm)) {
            on_receipt_answer(pdu);
        } else if (!pdu.is_response()) {
            smpp::Pdu refusal;
            refusal.command = static_cast<std::uint32_t>(Command::generic_nack);
            refusal.status = smpp::status::invalid_command;
            refusal.sequence = pdu.sequence;
            stream_->write(smpp::encode(refusal));
        }
    }

    void on_receipt_answer(const smpp::Pdu& pdu) {
        const auto found = receipts_.find(pdu.sequence);
        if (found == receipts_.end()) return;
        Receipt receipt = std::move(found->second);
        receipts_.erase(found);
        --centre_->unanswered_;
        if (pdu.status != smpp::status::ok) {
            // To be repeated, after a while.
            centre_->later_.add(std::chrono::milliseconds(250), std::move(receipt));
        } else {
            ++centre_->receipts_acknowledged_;
            if (!receipt.repeat && happens(centre_->random_, centre_->options_.duplicate_receipt_rate)) {
                receipt.repeat = true;
                centre_->later_.add(draw_between(centre_->random_, centre_->options_.receipt_delay),
                                    std::move(receipt));
            }
        }
        centre_->send_receipts();
    }

    std::shared_ptr<http::Stream> stream_;
    MessageCentre* centre_;  ///< null once it has left
    smpp::PduReader reader_;
    bool bound_ = false;
    std::uint32_t sequence_ = 0;
    std::unordered_map<std::uint32_t, Receipt> receipts_;  ///< sent and not acknowledged
};

MessageCentre::MessageCentre(http::AsioLoop& loop, Metrics& metrics, const Clock& clock, const SandboxOptions& options)
    : loop_(loop),
      clock_(clock),
      options_(options),
      taken_(metrics.counter("sandbox_messages_total", "Messages that the sandbox has taken", {{"provider", "smpp"}})),
      random_(options.seed + 2),
      later_(loop, [this](Receipt receipt) {
          ready_.push_back(std::move(receipt));
          send_receipts();
      }) {}

void MessageCentre::start(const std::string& address, std::uint16_t port) {
    listener_.emplace(loop_, address, port,
                      [this](std::shared_ptr<http::Stream> stream) { on_accept(std::move(stream)); });
    // Ids go on where an earlier run of the sandbox may have been: a centre does not give one twice.
    next_id_ = static_cast<std::uint64_t>(clock_.now().micros);
    log::info("sandbox_smpp_started", "the sandbox plays a message centre",
              {{"port", port == 0 ? this->port() : port}});
}

void MessageCentre::on_accept(std::shared_ptr<http::Stream> stream) {
    auto session = std::make_shared<Session>(std::move(stream), *this);
    sessions_.insert(session);
    session->start();
}

std::optional<std::string> MessageCentre::take(const smpp::Pdu& request) {
    using smpp::encode_response;
    const bool full = receipts_pending() >= options_.receipts_pending_max;
    if (full) return encode_response(request, smpp::status::queue_full);
    if (happens(random_, options_.error_rate))
        return encode_response(request, random_() % 2 == 0 ? smpp::status::throttled : smpp::status::system_error);
    const auto message = smpp::parse_short_message(request.body);
    if (!message) return encode_response(request, 0x01);
    if (message->destination.text.empty()) return encode_response(request, 0x0B);
    const std::string id = fmt::format("{:x}", ++next_id_);
    ++accepted_;
    taken_.add();
    plan_receipt(*message, id);
    if (happens(random_, options_.timeout_rate)) return std::nullopt;
    return encode_response(request, smpp::status::ok, smpp::encode_message_id(id));
}

void MessageCentre::plan_receipt(const smpp::ShortMessage& message, const std::string& id) {
    const Fate fate = fate_of_number(message.destination.text);
    const std::uint8_t wanted = message.registered_delivery & 0x03;
    if (wanted == 0 || (wanted == 2 && fate == Fate::delivered)) return;
    Receipt receipt{message.source, message.destination, {id, state_of(fate), fate == Fate::delivered ? "000" : "069"}};
    later_.add(draw_between(random_, options_.receipt_delay), std::move(receipt));
}

void MessageCentre::send_receipts() {
    for (const auto& session : sessions_)
        while (!ready_.empty() && session->takes_receipts()) {
            Receipt next = std::move(ready_.front());
            ready_.pop_front();
            session->send(std::move(next), clock_.now());
        }
}

void MessageCentre::stop() {
    if (listener_) listener_->close();
    while (!sessions_.empty()) (*sessions_.begin())->leave();
}

}  // namespace herald::sandbox
