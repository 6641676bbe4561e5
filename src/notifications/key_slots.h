#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace herald::notifications {

/// A set of hashes that may say yes for one that is not in it (about one in a thousand), and never no for one that is.
/// Two bytes a hash.
class HashFilter {
public:
    explicit HashFilter(std::size_t hashes);

    /// Two independent halves of the hash.
    void add(std::uint64_t place, std::uint64_t pattern);
    bool may_hold(std::uint64_t place, std::uint64_t pattern) const;

private:
    /// The first word of the block that the place stands for.
    std::size_t block(std::uint64_t place) const;

    std::vector<std::uint64_t> words_;
};

/// Which rows a process that is alone with its store has to look at for an idempotency key.
///
/// Keys are random: in one index each of them would change a page of its own, which is written whole to the log. So the
/// index begins with a slot, of which one after the other takes the next 1,024 keys, and its few pages are written
/// again and again. To know in which slots to look for a key, this holds filters in memory, four bytes a key: one for
/// each slot, and one for each 64 slots. Safe to use from several threads.
class KeySlots {
public:
    static constexpr std::size_t slot_size = 1'024;
    static constexpr std::int64_t slots_a_group = 64;

    bool is_loaded() const;
    /// What the store holds of a slot; the slots in their order, before anything else.
    void load(std::int64_t slot, std::span<const std::string> key_hashes, Timestamp newest);
    void finish_loading();

    /// The slots that may hold the key, the newest first, without those that took nothing since `since`.
    std::vector<std::int64_t> candidates(std::string_view key_hash, Timestamp since);
    /// The slot for a new key, from now on a candidate, whether the key's row is committed in the end or not.
    std::int64_t add(std::string_view key_hash, Timestamp now);

private:
    struct Group {
        HashFilter all{slot_size * slots_a_group};
        std::map<std::int64_t, HashFilter> slots;
        Timestamp newest;
    };
    void note(std::int64_t slot, std::string_view key_hash, Timestamp at);

    mutable std::mutex mutex_;
    bool is_loaded_ = false;
    std::map<std::int64_t, Group> groups_;
    std::int64_t slot_ = 0;
    std::size_t in_slot_ = 0;
};

}  // namespace herald::notifications
