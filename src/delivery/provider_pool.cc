#include "delivery/provider_pool.h"

#include <algorithm>
#include <numeric>

#include "base/log.h"
#include "delivery/deliveries_sql.h"
#include "delivery/provider_route.h"

namespace herald::delivery {
namespace {

std::array<Metrics::Counter*, 6> outcome_counters(const std::string& provider, Metrics& metrics) {
    using Outcome = SendResult::Outcome;
    constexpr std::array all{Outcome::accepted, Outcome::retryable, Outcome::throttled,
                             Outcome::unknown,  Outcome::rejected,  Outcome::undeliverable};
    std::array<Metrics::Counter*, 6> counters{};
    for (const Outcome outcome : all)
        counters[static_cast<std::size_t>(outcome)] =
            &metrics.counter("herald_provider_requests_total", "Requests to a provider by what came of them",
                             {{"provider", provider}, {"outcome", std::string(to_text(outcome))}});
    return counters;
}

}  // namespace

Route::Route(std::string_view identifier, const GateOptions& options, Metrics& metrics)
    : name(identifier),
      gate(options),
      in_flight(metrics.gauge("herald_provider_in_flight", "Calls to a provider under way", {{"provider", name}})),
      breaker(metrics.gauge("herald_provider_breaker", "1 while a provider is left alone because it fails",
                            {{"provider", name}})),
      seconds(metrics.histogram("herald_provider_seconds", "From a request to a provider to its answer",
                                {{"provider", name}})),
      outcomes(outcome_counters(name, metrics)) {}

ProviderPool::ProviderPool(db::Store& store, Loop& loop, const Clock& clock, Metrics& metrics, std::uint64_t seed,
                           Options options)
    : store_(store), loop_(loop), clock_(clock), metrics_(metrics), random_(seed), options_(std::move(options)) {
    // Whoever changes a provider, here or in another process, is followed at once.
    store_.listen("providers", [this, &events = loop_, alive = std::weak_ptr<bool>(alive_)] {
        events.post([this, alive] {
            if (alive.lock()) read_at_.reset();
        });
    });
}

ProviderPool::~ProviderPool() = default;

GateOptions ProviderPool::gate_options(std::string_view identifier) const {
    GateOptions options = options_.gate;
    const std::string name(identifier);
    if (const auto found = options_.concurrency.find(name); found != options_.concurrency.end())
        options.concurrency = found->second;
    if (const auto found = options_.rates.find(name); found != options_.rates.end()) options.rate = found->second;
    return options;
}

void ProviderPool::add(std::unique_ptr<SmsProvider> provider) {
    const GateOptions options = gate_options(provider->identifier());
    sms_.push_back(std::make_unique<SmsRoute>(std::move(provider), options, metrics_));
    sort_out();
}

void ProviderPool::add(std::unique_ptr<EmailProvider> provider) {
    const GateOptions options = gate_options(provider->identifier());
    email_.push_back(std::make_unique<EmailRoute>(std::move(provider), options, metrics_));
    sort_out();
}

void ProviderPool::use_only(std::unique_ptr<EmailProvider> provider) {
    const GateOptions options = gate_options(provider->identifier());
    email_.clear();
    only_email_ = std::make_unique<EmailRoute>(std::move(provider), options, metrics_);
    sort_out();
}

const ProviderPool::Setting* ProviderPool::setting_of(std::string_view identifier) const {
    for (const auto& setting : settings_)
        if (setting.identifier == identifier) return &setting;
    return nullptr;
}

void ProviderPool::sort_out() {
    active_sms_.clear();
    active_abroad_.clear();
    active_email_.clear();
    for (const auto& route : sms_) {
        const Setting* setting = setting_of(route->name);
        if (setting == nullptr) continue;
        route->priority = setting->priority;
        active_sms_.push_back(route.get());
        if (setting->international) active_abroad_.push_back(route.get());
    }
    for (const auto& route : email_) {
        const Setting* setting = setting_of(route->name);
        if (setting == nullptr) continue;
        route->priority = setting->priority;
        active_email_.push_back(route.get());
    }
    if (only_email_) active_email_ = {only_email_.get()};
}

template <class Routes>
std::size_t ProviderPool::draw_weighted(const Routes& routes) {
    const std::int64_t sum = std::accumulate(routes.begin(), routes.end(), std::int64_t{0},
                                             [](std::int64_t all, const auto* route) { return all + route->priority; });
    // All weights 0 must not stop sending (tasks.md §4.4): then each is as good as the other.
    if (sum == 0) return std::uniform_int_distribution<std::size_t>(0, routes.size() - 1)(random_);
    std::int64_t drawn = std::uniform_int_distribution<std::int64_t>(0, sum - 1)(random_);
    std::size_t at = 0;
    while (drawn >= routes[at]->priority) drawn -= routes[at++]->priority;
    return at;
}

template <class R>
R* ProviderPool::draw(const std::vector<R*>& candidates, std::string_view not_this) {
    const Timestamp now = clock_.now();
    if (options_.strategy == balancing::Strategy::primary) {
        R* first = nullptr;
        for (R* route : candidates)
            if (route->gate.room(now) > 0 && (first == nullptr || route->priority < first->priority)) first = route;
        return first;
    }
    std::vector<R*> free;
    free.reserve(candidates.size());
    R* last_resort = nullptr;
    for (R* route : candidates) {
        if (route->gate.room(now) == 0) continue;
        if (route->name == not_this) last_resort = route;
        else free.push_back(route);
    }
    return free.empty() ? last_resort : free[draw_weighted(free)];
}

SmsRoute* ProviderPool::choose_sms(bool international, std::string_view not_this) {
    return draw(international ? active_abroad_ : active_sms_, not_this);
}

EmailRoute* ProviderPool::choose_email() {
    return draw(active_email_, {});
}

std::string_view ProviderPool::name_for_simulation(bool is_sms, bool international) {
    const auto& sms = international ? active_abroad_ : active_sms_;
    if (is_sms) return sms.empty() ? std::string_view() : std::string_view(sms[draw_weighted(sms)]->name);
    return active_email_.empty() ? std::string_view()
                                 : std::string_view(active_email_[draw_weighted(active_email_)]->name);
}

template <class F>
void ProviderPool::for_each(Lane lane, F look) const {
    if (lane == Lane::email)
        for (const auto* route : active_email_) look(route->gate);
    if (lane == Lane::sms)
        for (const auto* route : active_sms_) look(route->gate);
    if (lane == Lane::sms_abroad)
        for (const auto* route : active_abroad_) look(route->gate);
}

bool ProviderPool::serves(Lane lane) const {
    bool any = lane == Lane::simulated;
    for_each(lane, [&](const ProviderGate&) { any = true; });
    return any;
}

std::size_t ProviderPool::room(Lane lane) const {
    if (lane == Lane::simulated || !serves(lane)) return ProviderGate::unlimited;
    std::size_t sum = 0;
    for_each(lane, [&, now = clock_.now()](const ProviderGate& gate) {
        const std::size_t room = gate.room(now);
        sum = room > ProviderGate::unlimited - sum ? ProviderGate::unlimited : sum + room;
    });
    return sum;
}

std::size_t ProviderPool::wanted(Lane lane) const {
    std::size_t probes = 0;
    bool any_acts = !serves(lane) || lane == Lane::simulated;
    for_each(lane, [&, now = clock_.now()](const ProviderGate& gate) {
        if (gate.breaker(now) == ProviderGate::Breaker::closed) any_acts = true;
        else probes += gate.room(now);
    });
    return any_acts ? ProviderGate::unlimited : probes;
}

Timestamp ProviderPool::next_room(Lane lane) const {
    const Timestamp now = clock_.now();
    std::optional<Timestamp> first;
    for_each(lane, [&](const ProviderGate& gate) {
        const Timestamp at = gate.next_room(now);
        if (!first || at < *first) first = at;
    });
    return first.value_or(now);
}

bool ProviderPool::is_shut(Lane lane) const {
    bool any = false, all_shut = true;
    for_each(lane, [&, now = clock_.now()](const ProviderGate& gate) {
        any = true;
        all_shut = all_shut && gate.is_shut(now);
    });
    return any && all_shut;
}

void ProviderPool::show_breaker(Route& route, ProviderGate::Breaker before) {
    using Breaker = ProviderGate::Breaker;
    const bool was_open = before != Breaker::closed;
    const bool is_open = route.gate.breaker(clock_.now()) != Breaker::closed;
    if (was_open == is_open) return;
    route.breaker.set(is_open ? 1 : 0);
    if (is_open)
        log::error("provider_left_alone", "A provider fails all the time and gets nothing but a probe now and then",
                   {{"provider", route.name}});
    else log::info("provider_back", "A provider that was left alone acts again", {{"provider", route.name}});
}

template <class R, class Message>
Task<SendResult> ProviderPool::send_by(R& route, const Message& message) {
    const Timestamp begin = clock_.now();
    const bool is_probe = route.gate.enter(begin);
    route.in_flight.add(1);
    SendResult result;
    result.error = "the provider's code has failed";
    std::exception_ptr failure;
    try {
        result = co_await route.provider->send(message);
    } catch (...) {
        failure = std::current_exception();
    }
    const Timestamp end = clock_.now();
    const auto before = route.gate.breaker(end);
    route.gate.leave(result, is_probe, end);
    route.in_flight.add(-1);
    route.seconds.observe(to_seconds(end - begin));
    route.outcomes[static_cast<std::size_t>(result.outcome)]->add();
    show_breaker(route, before);
    if (failure) std::rethrow_exception(failure);
    co_return result;
}

Task<SendResult> ProviderPool::send(SmsRoute& route, const OutgoingSms& message) {
    return send_by(route, message);
}

Task<SendResult> ProviderPool::send(EmailRoute& route, const OutgoingEmail& message) {
    return send_by(route, message);
}

Task<void> ProviderPool::refresh() {
    constexpr Duration age_max = std::chrono::seconds(10);
    const bool fresh = read_at_ && clock_.now() - *read_at_ < age_max;
    // While one reads, the others go on with the copy; only the very first has to wait.
    if (fresh || (reading_ && !settings_.empty())) co_return;
    reading_ = true;
    try {
        auto settings = co_await store_.read(loop_, [](db::Transaction& tx) {
            std::vector<Setting> read;
            for (const auto row : tx.query(sql::active_providers, {}))
                read.push_back(
                    {row.get<std::string>(0), row.get<std::string>(1), row.get<std::int64_t>(2), row.get<bool>(3)});
            return read;
        });
        settings_ = std::move(settings);
        read_at_ = clock_.now();
        sort_out();
    } catch (const db::StoreError& error) {
        log::warning("providers_not_read", "The providers' settings could not be read; going on with the last ones",
                     {{"error", error.what()}});
    }
    reading_ = false;
}

}  // namespace herald::delivery
