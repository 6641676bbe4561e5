#pragma once

#include <memory>
#include <random>
#include <vector>

#include "balancing/rules.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "db/store.h"
#include "delivery/provider.h"
#include "delivery/provider_gate.h"
#include "notifications/delivery_lane.h"

namespace herald::delivery {

/// A provider that this process can speak to, with what is known of it. Owned by the pool.
struct Route;
template <class Provider>
struct RouteOf;
using SmsRoute = RouteOf<SmsProvider>;
using EmailRoute = RouteOf<EmailProvider>;

/// The providers this process can speak to, and the choice between them for each message at send time (contract
/// providers §1.1): among the active ones that its limits and its breaker let through, at random, weighted by
/// priority; or by the strategy of old, the one with the lowest priority. Lives on the loop.
class ProviderPool {
public:
    using Lane = notifications::DeliveryLane;
    struct Options {
        balancing::Strategy strategy = balancing::Strategy::weighted;
        GateOptions gate;                                 ///< of every provider, but for
        std::map<std::string, std::int64_t> concurrency;  ///< these, by provider
        std::map<std::string, std::int64_t> rates;
    };

    ProviderPool(db::Store& store, Loop& loop, const Clock& clock, Metrics& metrics, std::uint64_t seed,
                 Options options);
    ProviderPool(db::Store& store, Loop& loop, const Clock& clock, Metrics& metrics, std::uint64_t seed)
        : ProviderPool(store, loop, clock, metrics, seed, Options{}) {}
    ~ProviderPool();

    void add(std::unique_ptr<SmsProvider> provider);
    void add(std::unique_ptr<EmailProvider> provider);
    /// All email goes by this provider, whatever the table says: the installation has its own mail server.
    void use_only(std::unique_ptr<EmailProvider> provider);

    /// Null when no active provider can take the message, or none of them now (`serves` tells which).
    /// `not_this`: the provider that has just failed, drawn only when there is no other (weighted).
    SmsRoute* choose_sms(bool international, std::string_view not_this = {});
    EmailRoute* choose_email();
    /// As if nothing were in the way: for messages that no provider will see.
    std::string_view name_for_simulation(bool is_sms, bool international);
    /// Whether any active provider takes messages of that lane at all.
    bool serves(Lane lane) const;

    /// How many messages of a lane could go now. Where there is no provider, any number: each fails by itself.
    std::size_t room(Lane lane) const;
    /// How many are worth having in memory: none, or one as a probe, of a lane whose providers are all left alone.
    std::size_t wanted(Lane lane) const;
    /// When there may be room again, as far as time alone makes it.
    Timestamp next_room(Lane lane) const;
    /// Every provider of the lane is left alone by its breaker: messages wait in the table.
    bool is_shut(Lane lane) const;

    /// Sends by a route that has just been chosen, with its limits, its breaker and its metrics.
    Task<SendResult> send(SmsRoute& route, const OutgoingSms& message);
    Task<SendResult> send(EmailRoute& route, const OutgoingEmail& message);

    /// Reads the table again when the copy is older than 10 seconds, or a change was heard of. Called before choosing.
    Task<void> refresh();

private:
    struct Setting {
        std::string identifier;
        std::string channel;
        std::int64_t priority;
        bool international;
    };
    const Setting* setting_of(std::string_view identifier) const;
    GateOptions gate_options(std::string_view identifier) const;
    void sort_out();
    template <class R>
    R* draw(const std::vector<R*>& candidates, std::string_view not_this);
    template <class Routes>
    std::size_t draw_weighted(const Routes& routes);
    template <class F>
    void for_each(Lane lane, F look) const;
    template <class R, class Message>
    Task<SendResult> send_by(R& route, const Message& message);
    void show_breaker(Route& route, ProviderGate::Breaker before);

    db::Store& store_;
    Loop& loop_;
    const Clock& clock_;
    Metrics& metrics_;
    std::mt19937_64 random_;
    Options options_;
    std::vector<std::unique_ptr<SmsRoute>> sms_;
    std::vector<std::unique_ptr<EmailRoute>> email_;
    std::unique_ptr<EmailRoute> only_email_;
    /// The active ones, in the order in which they were added.
    std::vector<SmsRoute*> active_sms_, active_abroad_;
    std::vector<EmailRoute*> active_email_;
    std::vector<Setting> settings_;
    std::optional<Timestamp> read_at_;
    bool reading_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace herald::delivery
