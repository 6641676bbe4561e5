#pragma once

#include "delivery/delivery.h"
#include "support/accept.h"
#include "support/sample_service.h"

namespace herald::test {

/// A provider whose answers the test chooses. The same object plays all providers.
class FakeProvider {
public:
    using Result = delivery::SendResult;
    struct Sent {
        std::string provider;
        Uuid id;
        std::string text;
    };

    explicit FakeProvider(Loop& loop) : loop_(loop) {}

    std::function<Result(const Sent&)> answer = [](const Sent&) {
        return Result{.outcome = Result::Outcome::accepted};
    };
    std::function<Duration()> latency = [] { return Duration(std::chrono::milliseconds(20)); };
    std::vector<Sent> sent;

    std::unique_ptr<delivery::SmsProvider> sms(std::string name) {
        return std::make_unique<Sms>(*this, std::move(name));
    }
    std::unique_ptr<delivery::EmailProvider> email(std::string name) {
        return std::make_unique<Email>(*this, std::move(name));
    }

    std::size_t times(const Uuid& id) const {
        return static_cast<std::size_t>(
            std::count_if(sent.begin(), sent.end(), [&](const auto& one) { return one.id == id; }));
    }

private:
    Task<Result> take(Sent one) {
        sent.push_back(one);
        Result result = answer(one);
        co_await sleep(loop_, latency());
        co_return result;
    }

    class Sms final : public delivery::SmsProvider {
    public:
        Sms(FakeProvider& fake, std::string name) : fake_(fake), name_(std::move(name)) {}
        std::string_view identifier() const override { return name_; }
        Task<Result> send(const delivery::OutgoingSms& message) override {
            return fake_.take({name_, message.notification_id, message.content});
        }

    private:
        FakeProvider& fake_;
        std::string name_;
    };
    class Email final : public delivery::EmailProvider {
    public:
        Email(FakeProvider& fake, std::string name) : fake_(fake), name_(std::move(name)) {}
        std::string_view identifier() const override { return name_; }
        Task<Result> send(const delivery::OutgoingEmail& message) override {
            return fake_.take({name_, message.notification_id, message.text});
        }

    private:
        FakeProvider& fake_;
        std::string name_;
    };

    Loop& loop_;
};

struct StagesOptions {
    StagesOptions() { look_every(std::chrono::seconds(1)); }

    /// How often the stages look for what others left, in virtual time: each look takes as long as a real one.
    void look_every(Duration interval) {
        delivery.poll_interval = delivery.wake_interval = interval;
        callbacks.poll_interval = callbacks.wake_interval = interval;
    }

    workers::Lease::Options lease{.roles = "all", .host = "test"};
    delivery::Delivery::Options delivery;
    callbacks::Sender::Options callbacks;
    receipts::Receipts::Options receipts;
    balancing::BalanceRules balance;
    delivery::ProviderPool::Options providers;
    std::uint64_t seed = 1;
};

/// What one process runs from intake to callback, put together as the server does it.
struct Stages {
    Stages(db::Store& store, Loop& loop, const Clock& clock, IdSource& ids, const crypto::Sealer& sealer,
           FakeProvider& provider, callbacks::Sender::Post post, const StagesOptions& options = {})
        : lease(store, loop, clock, ids, metrics, options.lease),
          services(store, loop, clock, sealer),
          templates(store, loop, services),
          providers(store, loop, clock, metrics, options.seed, options.providers),
          callbacks(store, loop, clock, ids, metrics, sealer, lease, std::move(post), options.callbacks),
          receipts(store, loop, clock, ids, metrics, sealer, lease, &callbacks, {}, options.receipts),
          links(sealer, clock, "https://api.example"),
          balancer({store, loop, clock, metrics}, options.balance),
          delivery({store,
                    loop,
                    clock,
                    ids,
                    metrics,
                    sealer,
                    lease,
                    services,
                    templates,
                    providers,
                    &callbacks,
                    {},
                    links,
                    &balancer},
                   options.delivery),
          daily_limits(store, loop, clock, 0),
          answered(sealer),
          intake({store, loop, clock, sealer, metrics, daily_limits, answered, {}}, {}) {
        providers.add(provider.sms("mmg"));
        providers.add(provider.sms("firetext"));
        providers.add(provider.email("ses"));
        intake.hand_off_to(&delivery);
    }

    void start() {
        lease.start();
        callbacks.start();
        delivery.start();
    }

    Metrics metrics;
    workers::Lease lease;
    herald::services::Directory services;
    herald::templates::TemplateDirectory templates;
    herald::delivery::ProviderPool providers;
    herald::callbacks::Sender callbacks;
    herald::receipts::Receipts receipts;
    herald::unsubscribe::LinkMaker links;
    balancing::Balancer balancer;
    herald::delivery::Delivery delivery;
    limits::DailyLimits daily_limits;
    notifications::AnsweredRequests answered;
    notifications::Intake intake;
};

}  // namespace herald::test
