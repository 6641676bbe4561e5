#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace herald::sandbox {

/// Items that fall due at a tick: adding is O(1), and one timer serves them all. Ticks are counted by the caller. An
/// item further away than the wheel is big waits for its round.
template <class Item>
class TickWheel {
public:
    explicit TickWheel(std::size_t slots) : slots_(slots) {}

    /// Falls due after `ticks` calls of `advance`; at least one.
    void add(std::uint64_t ticks, Item item) {
        const std::uint64_t due = now_ + (ticks > 0 ? ticks : 1);
        slots_[due % slots_.size()].push_back({due, std::move(item)});
        ++size_;
    }

    /// Moves on by one tick and hands over what is due, in the order in which it was added.
    template <class Take>
    void advance(Take&& take) {
        ++now_;
        std::vector<Entry>& slot = slots_[now_ % slots_.size()];
        std::vector<Entry> entries = std::exchange(slot, {});
        for (Entry& entry : entries) {
            if (entry.due != now_) {
                slot.push_back(std::move(entry));
                continue;
            }
            --size_;
            take(std::move(entry.item));
        }
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

private:
    struct Entry {
        std::uint64_t due;
        Item item;
    };
    std::vector<std::vector<Entry>> slots_;
    std::uint64_t now_ = 0;
    std::size_t size_ = 0;
};

}  // namespace herald::sandbox
