#include "mail/lmtp_server.h"

namespace herald::mail {

struct LmtpServer::State {
    http::AsioLoop& loop;
    const Options options;
    const LmtpSession::IsWanted is_wanted;
    const Take take;
    std::set<std::shared_ptr<Conversation>> conversations;
    std::size_t under_way = 0;
};

class LmtpServer::Conversation final : public http::Stream::User, public std::enable_shared_from_this<Conversation> {
public:
    Conversation(std::shared_ptr<http::Stream> stream, std::shared_ptr<State> state)
        : stream_(std::move(stream)),
          state_(std::move(state)),
          session_(state_->options.host, state_->is_wanted, state_->options.limits) {}

    void start() {
        stream_->start(*this);
        stream_->write(session_.greeting());
        watch();
    }

    void on_bytes(std::string_view bytes) override {
        const auto self = shared_from_this();
        ++heard_;
        unread_ += bytes.size();
        session_.feed(bytes);
        // A client that goes on sending while its mail is dealt with is not kept in memory for ever.
        if (busy_ && unread_ > state_->options.limits.content_bytes) return leave();
        go_on();
    }
    void on_end() override {
        const auto self = shared_from_this();
        leave();
    }
    void leave() {
        stream_->close();
        left_ = true;
        state_->conversations.erase(shared_from_this());
    }

private:
    void go_on() {
        while (!busy_ && !left_) {
            std::optional<LmtpSession::Step> step = session_.next();
            if (!step) return;
            stream_->write(step->reply);
            if (step->ends) return leave();
            if (step->mail) spawn(deal_with(shared_from_this(), std::move(*step->mail)));
        }
    }

    static Task<void> deal_with(std::shared_ptr<Conversation> self, ReceivedMail mail) {
        const std::shared_ptr<State> state = self->state_;
        self->busy_ = true;
        self->unread_ = 0;
        ++state->under_way;
        const ReceivedMail envelope{mail.sender, mail.recipients, {}};
        const bool taken = co_await state->take(std::move(mail));
        --state->under_way;
        self->busy_ = false;
        if (self->left_) co_return;
        self->stream_->write(LmtpSession::answer(envelope, taken));
        self->go_on();
    }

    /// Ends a conversation in which nothing was said for too long.
    void watch() {
        state_->loop.after(state_->options.idle_timeout, [weak = weak_from_this(), heard = heard_] {
            const auto self = weak.lock();
            if (!self || self->left_) return;
            if (self->heard_ == heard && !self->busy_) self->leave();
            else self->watch();
        });
    }

    std::shared_ptr<http::Stream> stream_;
    std::shared_ptr<State> state_;
    LmtpSession session_;
    std::uint64_t heard_ = 0;
    std::size_t unread_ = 0;
    bool busy_ = false;
    bool left_ = false;
};

LmtpServer::LmtpServer(http::AsioLoop& loop, Options options, LmtpSession::IsWanted is_wanted, Take take)
    : state_(new State{loop, std::move(options), std::move(is_wanted), std::move(take), {}, 0}) {
    listener_.emplace(loop, state_->options.address, state_->options.port,
                      [state = state_](std::shared_ptr<http::Stream> stream) {
                          if (state->conversations.size() >= state->options.connections_max) {
                              stream->write("421 4.3.2 too many connections\r\n");
                              return stream->close();
                          }
                          auto conversation = std::make_shared<Conversation>(std::move(stream), state);
                          state->conversations.insert(conversation);
                          conversation->start();
                      });
}

LmtpServer::~LmtpServer() {
    stop();
}

std::uint16_t LmtpServer::port() const {
    return listener_->port();
}

void LmtpServer::stop() {
    listener_->close();
    while (!state_->conversations.empty()) (*state_->conversations.begin())->leave();
}

bool LmtpServer::idle() const {
    return state_->under_way == 0;
}

}  // namespace herald::mail
