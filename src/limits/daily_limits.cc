#include "limits/daily_limits.h"

#include <algorithm>

#include "limits/daily_limits_sql.h"

namespace herald::limits {
namespace {

using services::Channel;
using services::KeyType;

constexpr std::array<std::string_view, daily_kinds> kind_names = {"sms", "email", "letter", "international_sms"};

std::size_t index_of(DailyKind kind) {
    return static_cast<std::size_t>(kind);
}

using Kinds = std::span<const DailyKind>;

/// The limits that a message counts against, the channel's first (§2.4 steps 3 and 18).
Kinds kinds_of(const DailyDemand& demand) {
    static constexpr std::array sms = {DailyKind::sms, DailyKind::international_sms};
    static constexpr std::array email = {DailyKind::email};
    static constexpr std::array letter = {DailyKind::letter};
    if (demand.key_type == KeyType::test) return {};
    if (demand.channel == Channel::sms) return Kinds(sms).first(demand.is_abroad ? 2 : 1);
    return demand.channel == Channel::email ? Kinds(email) : Kinds(letter);
}

std::string date_of(std::int64_t day) {
    return Timestamp::start_of_utc_day(day).utc_date();
}

}  // namespace

std::string_view to_text(DailyKind kind) {
    return kind_names[index_of(kind)];
}

DailyKind daily_kind(Channel channel) {
    switch (channel) {
        case Channel::sms:
            return DailyKind::sms;
        case Channel::email:
            return DailyKind::email;
        case Channel::letter:
            break;
    }
    return DailyKind::letter;
}

std::int64_t limit_of(const services::Service& service, DailyKind kind) {
    switch (kind) {
        case DailyKind::sms:
            return service.sms_message_limit;
        case DailyKind::email:
            return service.email_message_limit;
        case DailyKind::letter:
            return service.letter_message_limit;
        case DailyKind::international_sms:
            break;
    }
    return service.international_sms_message_limit;
}

/// One service's day in one transaction.
struct DailyLimits::Day {
    const services::Service* service = nullptr;
    std::int64_t number = 0;  ///< the day
    Totals totals{};          ///< with what this transaction has counted
    Totals counted{};         ///< by this transaction
    std::array<bool, daily_kinds> wanted{};
    std::optional<Timestamp> read_at;
    bool is_far = false;  ///< nobody needs to be asked: the limit is a long way off

    std::optional<DailyKind> refusal(Kinds kinds) const {
        if (is_far) return std::nullopt;
        for (const DailyKind kind : kinds)
            if (totals[index_of(kind)] + 1 > limit_of(*service, kind)) return kind;
        return std::nullopt;
    }
    void count(Kinds kinds) {
        for (const DailyKind kind : kinds) {
            ++totals[index_of(kind)];
            ++counted[index_of(kind)];
        }
    }
};

DailyLimits::Totals DailyLimits::read(db::Transaction& tx, const Uuid& service_id, std::int64_t day) {
    Totals totals{};
    const std::string date = date_of(day);
    for (const auto row : tx.query(sql::daily_totals_of, {service_id, date})) {
        const auto found = std::find(kind_names.begin(), kind_names.end(), row.get<std::string_view>(0));
        if (found != kind_names.end())
            totals[static_cast<std::size_t>(found - kind_names.begin())] = row.get<std::int64_t>(1);
    }
    return totals;
}

std::optional<DailyLimits::Totals> DailyLimits::recently_known(const Uuid& service_id, std::int64_t day) const {
    constexpr Duration age_max = std::chrono::seconds(2);
    const Timestamp now = clock_.now();
    std::scoped_lock lock(mutex_);
    const auto found = known_.find(service_id);
    const bool fresh = found != known_.end() && found->second.day == day && now < found->second.read_at + age_max;
    return fresh ? std::optional<Totals>(found->second.totals) : std::nullopt;
}

void DailyLimits::remember(const Uuid& service_id, std::int64_t day, const Totals& totals,
                           std::optional<Timestamp> read_at) {
    std::scoped_lock lock(mutex_);
    Known& known = known_[service_id];
    if (read_at) known.read_at = *read_at;
    known.day = day;
    known.totals = totals;
}

Task<bool> DailyLimits::has_room(const services::Service& service, KeyType key_type, DailyKind kind) {
    const std::int64_t limit = limit_of(service, kind);
    // A test key's messages are never counted, so its limit only matters when there is no room for one (§5.2).
    if (key_type == KeyType::test) co_return limit > 0;
    const Timestamp now = clock_.now();
    const std::int64_t day = now.utc_day();
    const auto known = recently_known(service.id, day);
    if (known && (*known)[index_of(kind)] + 1 <= limit) co_return true;
    const Uuid service_id = service.id;
    const Totals totals = co_await store_.read(loop_, [&](db::Transaction& tx) { return read(tx, service_id, day); });
    remember(service_id, day, totals, now);
    co_return totals[index_of(kind)] + 1 <= limit;
}

void DailyLimits::open(db::Transaction& tx, Day& day) const {
    const auto known = recently_known(day.service->id, day.number);
    if (known) {
        day.totals = *known;
        day.is_far = true;
        for (std::size_t kind = 0; kind < daily_kinds; ++kind)
            if (day.wanted[kind] && (*known)[kind] + far > limit_of(*day.service, static_cast<DailyKind>(kind)))
                day.is_far = false;
    }
    if (day.is_far) return;
    tx.query(sql::take_turn, {day.service->id});
    day.read_at = clock_.now();
    day.totals = read(tx, day.service->id, day.number);
}

std::vector<std::optional<DailyKind>> DailyLimits::admit(db::Transaction& tx, std::span<const DailyDemand> demands) {
    // In an order that is the same for all processes, so that none waits for another in a circle.
    std::map<std::pair<Uuid, std::int64_t>, Day> days;
    std::vector<Day*> day_of(demands.size());
    for (std::size_t i = 0; i < demands.size(); ++i) {
        const Kinds kinds = kinds_of(demands[i]);
        if (kinds.empty()) continue;
        const std::int64_t number = demands[i].created_at.utc_day();
        Day& day = days[{demands[i].service->id, number}];
        day.service = demands[i].service;
        day.number = number;
        for (const DailyKind kind : kinds) day.wanted[index_of(kind)] = true;
        day_of[i] = &day;
    }
    for (auto& [key, day] : days) open(tx, day);
    std::vector<std::optional<DailyKind>> refusals(demands.size());
    for (std::size_t i = 0; i < demands.size(); ++i) {
        if (day_of[i] == nullptr) continue;
        const Kinds kinds = kinds_of(demands[i]);
        refusals[i] = day_of[i]->refusal(kinds);
        if (!refusals[i]) day_of[i]->count(kinds);
    }
    std::vector<db::Params> changes;
    std::vector<std::string> dates;
    dates.reserve(days.size());
    for (const auto& [key, day] : days) {
        dates.push_back(date_of(day.number));
        for (std::size_t kind = 0; kind < daily_kinds; ++kind)
            if (day.counted[kind] > 0)
                changes.push_back({key.first, dates.back(), kind_names[kind], shard_, day.counted[kind]});
        remember(key.first, day.number, day.totals, day.read_at);
    }
    if (!changes.empty()) tx.post_many(sql::add_to_daily_total, changes);
    return refusals;
}

void DailyLimits::give_back(db::Transaction& tx, const DailyDemand& demand) const {
    const std::string day = demand.created_at.utc_date();
    for (const DailyKind kind : kinds_of(demand))
        tx.execute(sql::add_to_daily_total, {demand.service->id, day, to_text(kind), shard_, -1});
}

bool DailyLimits::reserve(db::Transaction& tx, const services::Service& service, Channel channel, std::int64_t messages,
                          Timestamp at) const {
    const DailyKind kind = daily_kind(channel);
    tx.query(sql::take_turn, {service.id});
    const std::int64_t left = limit_of(service, kind) - read(tx, service.id, at.utc_day())[index_of(kind)];
    if (messages > left) return false;
    count(tx, service.id, kind, messages, at);
    return true;
}

void DailyLimits::count(db::Transaction& tx, const Uuid& service_id, DailyKind kind, std::int64_t messages,
                        Timestamp at) const {
    const std::string day = at.utc_date();
    if (messages != 0) tx.execute(sql::add_to_daily_total, {service_id, day, to_text(kind), shard_, messages});
}

void DailyLimits::give_back_if_counted(db::Transaction& tx, const Uuid& service_id, DailyKind kind,
                                       std::int64_t messages, Timestamp at) const {
    tx.query(sql::take_turn, {service_id});
    if (read(tx, service_id, at.utc_day())[index_of(kind)] >= messages) count(tx, service_id, kind, -messages, at);
}

std::int64_t DailyLimits::sent_on_day(db::Transaction& tx, const Uuid& service_id, DailyKind kind, Timestamp at) {
    return read(tx, service_id, at.utc_day())[index_of(kind)];
}

std::size_t remove_daily_totals(db::Transaction& tx, const std::string& day, std::size_t rows_max) {
    return static_cast<std::size_t>(tx.execute(sql::remove_daily_totals, {day, rows_max}));
}

}  // namespace herald::limits
