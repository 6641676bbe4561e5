#pragma once

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "db/store.h"
#include "services/channel.h"
#include "services/service.h"

namespace herald::limits {

/// The limits of a day (contract public-api §5.2). A text message abroad counts against two.
enum class DailyKind : std::uint8_t { sms, email, letter, international_sms };
inline constexpr std::size_t daily_kinds = 4;

/// `international_sms`: as the store and the messages name it.
std::string_view to_text(DailyKind kind);
DailyKind daily_kind(services::Channel channel);
std::int64_t limit_of(const services::Service& service, DailyKind kind);

/// A message that is about to be accepted.
struct DailyDemand {
    const services::Service* service = nullptr;
    services::KeyType key_type = services::KeyType::normal;
    services::Channel channel = services::Channel::sms;
    bool is_abroad = false;  ///< the number's country code is not 44
    Timestamp created_at;
};

/// Counts messages against their service's limits of the UTC day.
///
/// The count is part of the transaction that accepts the message. Far below a limit (by `far`) processes count side by
/// side, each in its own row. Near it they take turns, so that the sum is exact: a process would have to stand still in
/// the middle of a transaction while others accept `far` messages of that service, which is two of the largest jobs,
/// for the limit to be passed.
class DailyLimits {
public:
    static constexpr std::int64_t far = 200'000;

    DailyLimits(db::Store& store, Loop& loop, const Clock& clock, std::int64_t shard)
        : store_(store), loop_(loop), clock_(clock), shard_(shard) {}

    /// Whether one more message could be accepted now: what a request asks before it is looked at (§2.4 steps 3, 18).
    /// A yes may be up to 2 seconds old, `admit` has the last word; a no has just been read.
    Task<bool> has_room(const services::Service& service, services::KeyType key_type, DailyKind kind);

    /// In the transaction that accepts the messages, before they are written: counts those that fit, the first ones.
    /// For each the limit that refuses it, or nothing. Test keys count against nothing.
    std::vector<std::optional<DailyKind>> admit(db::Transaction& tx, std::span<const DailyDemand> demands);

    /// In the transaction that cancels a message: it does not count any more.
    void give_back(db::Transaction& tx, const DailyDemand& demand) const;

    /// In the transaction that begins a job: counts all its messages against their channel's limit, or none when they
    /// do not fit; whether they did (tasks.md §5.2).
    bool reserve(db::Transaction& tx, const services::Service& service, services::Channel channel,
                 std::int64_t messages, Timestamp at) const;
    /// Counts without asking: texts abroad of a job; with a number below 0 what a job has reserved and did not need.
    void count(db::Transaction& tx, const Uuid& service_id, DailyKind kind, std::int64_t messages, Timestamp at) const;
    /// A whole job is cancelled: its messages do not count any more, unless fewer have been counted.
    void give_back_if_counted(db::Transaction& tx, const Uuid& service_id, DailyKind kind, std::int64_t messages,
                              Timestamp at) const;
    /// What a service has sent on the UTC day of `at`, and what its jobs have reserved.
    static std::int64_t sent_on_day(db::Transaction& tx, const Uuid& service_id, DailyKind kind, Timestamp at);

private:
    using Totals = std::array<std::int64_t, daily_kinds>;
    /// What a service has sent on a day.
    struct Known {
        std::int64_t day = 0;
        Totals totals{};
        Timestamp read_at;
    };
    struct Day;

    static Totals read(db::Transaction& tx, const Uuid& service_id, std::int64_t day);
    std::optional<Totals> recently_known(const Uuid& service_id, std::int64_t day) const;
    void remember(const Uuid& service_id, std::int64_t day, const Totals& totals, std::optional<Timestamp> read_at);
    void open(db::Transaction& tx, Day& day) const;

    db::Store& store_;
    Loop& loop_;
    const Clock& clock_;
    std::int64_t shard_;
    mutable std::mutex mutex_;  ///< `admit` runs on a thread of the store
    std::map<Uuid, Known> known_;
};

/// Removes the counts of days before `day` (`2026-11-22`), at most `rows_max`; how many were removed.
std::size_t remove_daily_totals(db::Transaction& tx, const std::string& day, std::size_t rows_max);

}  // namespace herald::limits
