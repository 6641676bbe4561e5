#include "notifications/key_slots.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace herald::notifications {
namespace {

constexpr std::size_t bits_a_hash = 16;
constexpr std::size_t words_a_block = 8;  // one line of the processor's cache
constexpr std::size_t probes = 6;
constexpr int position_bits = 9;  // of the 512 of a block

/// The two halves of a hash of at least 16 bytes.
struct Halves {
    explicit Halves(std::string_view hash) {
        std::memcpy(&first, hash.data(), sizeof first);
        std::memcpy(&second, hash.data() + sizeof first, sizeof second);
    }
    std::uint64_t first = 0, second = 0;
};

/// One bit of a block.
struct Bit {
    std::size_t word;
    std::uint64_t mask;
};

/// Those that stand for the pattern.
std::array<Bit, probes> bits_of(std::uint64_t pattern) {
    std::array<Bit, probes> bits;
    for (Bit& bit : bits) {
        const std::uint64_t position = pattern & ((1U << position_bits) - 1);
        bit = {position / 64, std::uint64_t{1} << (position % 64)};
        pattern >>= position_bits;
    }
    return bits;
}

}  // namespace

HashFilter::HashFilter(std::size_t hashes) : words_(std::bit_ceil(hashes * bits_a_hash / 64)) {}

std::size_t HashFilter::block(std::uint64_t place) const {
    return place % (words_.size() / words_a_block) * words_a_block;
}

void HashFilter::add(std::uint64_t place, std::uint64_t pattern) {
    const std::size_t first = block(place);
    for (const Bit& bit : bits_of(pattern)) words_[first + bit.word] |= bit.mask;
}

bool HashFilter::may_hold(std::uint64_t place, std::uint64_t pattern) const {
    const std::size_t first = block(place);
    for (const Bit& bit : bits_of(pattern))
        if ((words_[first + bit.word] & bit.mask) == 0) return false;
    return true;
}

bool KeySlots::is_loaded() const {
    std::scoped_lock lock(mutex_);
    return is_loaded_;
}

void KeySlots::load(std::int64_t slot, std::span<const std::string> key_hashes, Timestamp newest) {
    std::scoped_lock lock(mutex_);
    if (is_loaded_) return;
    for (const auto& key_hash : key_hashes) note(slot, key_hash, newest);
    slot_ = slot;
    in_slot_ = key_hashes.size();
}

void KeySlots::finish_loading() {
    std::scoped_lock lock(mutex_);
    is_loaded_ = true;
}

void KeySlots::note(std::int64_t slot, std::string_view key_hash, Timestamp at) {
    const Halves halves(key_hash);
    Group& group = groups_[slot / slots_a_group];
    group.newest = std::max(group.newest, at);
    group.all.add(halves.first, halves.second);
    // The other way round, so that what deceives the group's filter does not deceive the slot's.
    group.slots.try_emplace(slot, slot_size).first->second.add(halves.second, halves.first);
}

std::vector<std::int64_t> KeySlots::candidates(std::string_view key_hash, Timestamp since) {
    const Halves halves(key_hash);
    std::vector<std::int64_t> found;
    std::scoped_lock lock(mutex_);
    while (!groups_.empty() && groups_.begin()->second.newest < since) groups_.erase(groups_.begin());
    for (auto group = groups_.rbegin(); group != groups_.rend(); ++group) {
        if (!group->second.all.may_hold(halves.first, halves.second)) continue;
        const auto& slots = group->second.slots;
        for (auto slot = slots.rbegin(); slot != slots.rend(); ++slot)
            if (slot->second.may_hold(halves.second, halves.first)) found.push_back(slot->first);
    }
    return found;
}

std::int64_t KeySlots::add(std::string_view key_hash, Timestamp now) {
    std::scoped_lock lock(mutex_);
    if (in_slot_ >= slot_size) {
        ++slot_;
        in_slot_ = 0;
    }
    ++in_slot_;
    note(slot_, key_hash, now);
    return slot_;
}

}  // namespace herald::notifications
