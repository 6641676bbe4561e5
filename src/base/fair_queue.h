#pragma once

#include <cstddef>
#include <deque>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/uuid.h"

namespace herald {

/// Work in memory, taken round-robin by group (a service), so that one group's hundred thousand items do not hold up
/// another's one. First in, first out within a group. Lives on the loop.
template <class Item>
class FairQueue {
public:
    void push(const Uuid& group, Item item) {
        auto [entry, is_new] = groups_.try_emplace(group);
        if (is_new) entry->second.turn = turns_.insert(turns_.end(), group);
        entry->second.items.push_back(std::move(item));
        ++size_;
    }

    /// The next item of the next group that `may_run`; nothing when no such group has any.
    /// Looks at each waiting group at most once.
    template <class MayRun>
    std::optional<Item> pop(MayRun may_run) {
        for (std::size_t looked = turns_.size(); looked > 0; --looked) {
            turns_.splice(turns_.end(), turns_, turns_.begin());
            const auto entry = groups_.find(turns_.back());
            if (!may_run(entry->first)) continue;
            Group& group = entry->second;
            Item item = std::move(group.items.front());
            group.items.pop_front();
            --size_;
            if (group.items.empty()) {
                turns_.erase(group.turn);
                groups_.erase(entry);
            }
            return item;
        }
        return std::nullopt;
    }
    std::optional<Item> pop() {
        return pop([](const Uuid&) { return true; });
    }

    std::size_t size() const { return size_; }
    std::size_t size_of(const Uuid& group) const {
        const auto entry = groups_.find(group);
        return entry == groups_.end() ? 0 : entry->second.items.size();
    }
    bool empty() const { return size_ == 0; }
    void clear() {
        groups_.clear();
        turns_.clear();
        size_ = 0;
    }

private:
    struct Group {
        std::deque<Item> items;
        std::list<Uuid>::iterator turn;
    };
    std::unordered_map<Uuid, Group> groups_;
    std::list<Uuid> turns_;
    std::size_t size_ = 0;
};

}  // namespace herald
