#pragma once

#include <list>
#include <unordered_map>
#include <utility>

namespace herald::templates {

/// A bounded map from which the entry goes that has been asked for least recently.
template <class Key, class Value, class Hash = std::hash<Key>>
class LruCache {
public:
    explicit LruCache(std::size_t entries_max) : entries_max_(entries_max) {}

    /// Null when it is not there. Valid until the next `put`.
    const Value* get(const Key& key) {
        const auto found = index_.find(key);
        if (found == index_.end()) return nullptr;
        order_.splice(order_.begin(), order_, found->second);
        return &found->second->second;
    }

    void put(const Key& key, Value value) {
        if (const auto found = index_.find(key); found != index_.end()) {
            found->second->second = std::move(value);
            order_.splice(order_.begin(), order_, found->second);
            return;
        }
        order_.emplace_front(key, std::move(value));
        index_[key] = order_.begin();
        if (order_.size() <= entries_max_) return;
        index_.erase(order_.back().first);
        order_.pop_back();
    }

    std::size_t size() const { return order_.size(); }

private:
    using Entries = std::list<std::pair<Key, Value>>;
    std::size_t entries_max_;
    Entries order_;  ///< most recently used first
    std::unordered_map<Key, typename Entries::iterator, Hash> index_;
};

}  // namespace herald::templates
