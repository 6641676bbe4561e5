#include "services/directory.h"

#include <algorithm>

#include "services/service_store.h"
#include "services/shared_reads.h"

namespace herald::services {
namespace {

constexpr Duration stale_after = std::chrono::seconds(2);
/// Above it, entries that nobody has asked for lately go: the ids in tokens are chosen by strangers.
constexpr std::size_t entries_max = 10'000;
constexpr Duration seven_days = std::chrono::hours(7 * 24);

/// A revoked key leaves the snapshot within seven days, without any change in the store.
bool has_outlived_key(const Service& service, Timestamp now) {
    return std::any_of(service.keys.begin(), service.keys.end(),
                       [now](const ApiKey& key) { return key.expiry_date && now - *key.expiry_date >= seven_days; });
}

}  // namespace

struct Directory::Impl {
    struct Entry {
        ServicePtr service;    ///< null: there is none
        Timestamp checked_at;  ///< when the read that confirmed it was begun
    };

    Impl(db::Store& s, Loop& l, const Clock& c, const crypto::Sealer& sealing)
        : store(s), loop(l), clock(c), sealer(sealing), reads(l) {}

    static bool is_fresh(const Entry& entry, Timestamp now) {
        return now >= entry.checked_at && now - entry.checked_at < stale_after;
    }

    /// One small read tells whether the known snapshot still holds; if not, the same transaction reads a new one.
    Task<ServicePtr> read(Uuid id, ServicePtr known, Timestamp now) {
        return store.read(loop, [this, id, known, now](db::Transaction& tx) -> ServicePtr {
            if (known && !has_outlived_key(*known, now) && read_change_number(tx, id) == known->change_number)
                return known;
            return load_service(tx, sealer, id, now);
        });
    }

    void keep(Uuid id, const ServicePtr& service, Timestamp now) {
        if (entries.size() >= entries_max) {
            std::erase_if(entries, [now](const auto& item) { return !is_fresh(item.second, now); });
            // All in use: forgetting them costs one read each.
            if (entries.size() >= entries_max) entries.clear();
        }
        entries[id] = {service, now};
    }

    db::Store& store;
    Loop& loop;
    const Clock& clock;
    const crypto::Sealer& sealer;
    std::unordered_map<Uuid, Entry> entries;
    SharedReads<Uuid, ServicePtr> reads;
};

Directory::Directory(db::Store& store, Loop& loop, const Clock& clock, const crypto::Sealer& sealer)
    : impl_(std::make_unique<Impl>(store, loop, clock, sealer)) {}
Directory::~Directory() = default;

Task<ServicePtr> Directory::find(Uuid id) {
    const Timestamp now = impl_->clock.now();
    ServicePtr known;
    if (const auto found = impl_->entries.find(id); found != impl_->entries.end()) {
        known = found->second.service;
        if (Impl::is_fresh(found->second, now)) co_return known;
    }
    Impl* impl = impl_.get();
    // Named, because g++ 12 destroys temporaries of an awaited expression twice.
    SharedReads<Uuid, ServicePtr>::Read read = [impl, id, known, now] { return impl->read(id, known, now); };
    SharedReads<Uuid, ServicePtr>::Keep keep = [impl, id, now](const ServicePtr& service) {
        impl->keep(id, service, now);
    };
    ServicePtr current = co_await impl->reads.run(id, std::move(read), std::move(keep));
    co_return current;
}

void Directory::forget(Uuid id) {
    impl_->entries.erase(id);
    impl_->reads.detach(id);
}

}  // namespace herald::services
