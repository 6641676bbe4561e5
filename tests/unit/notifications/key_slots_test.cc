#include "notifications/key_slots.h"

#include <gtest/gtest.h>

#include <random>

namespace herald::notifications {
namespace {

using namespace std::chrono_literals;

class Slots : public testing::Test {
protected:
    std::string new_hash() {
        std::string hash(16, '\0');
        for (char& c : hash) c = static_cast<char>(random_());
        return hash;
    }
    std::vector<std::string> add(std::size_t count) {
        std::vector<std::string> hashes;
        for (std::size_t i = 0; i < count; ++i) {
            hashes.push_back(new_hash());
            slot_of_.push_back(slots_.add(hashes.back(), now_));
        }
        return hashes;
    }
    static bool holds(const std::vector<std::int64_t>& slots, std::int64_t slot) {
        return std::find(slots.begin(), slots.end(), slot) != slots.end();
    }

    std::mt19937_64 random_{7};
    Timestamp now_{1'700'000'000'000'000};
    KeySlots slots_;
    std::vector<std::int64_t> slot_of_;
};

TEST_F(Slots, FindTheSlotOfEveryKey) {
    const auto hashes = add(100'000);
    for (std::size_t i = 0; i < hashes.size(); ++i)
        ASSERT_TRUE(holds(slots_.candidates(hashes[i], now_), slot_of_[i])) << i;
    EXPECT_EQ(slot_of_.back(), 100'000 / static_cast<std::int64_t>(KeySlots::slot_size));
}

TEST_F(Slots, AreSeldomCandidatesForAKeyThatIsNew) {
    add(100'000);
    std::size_t candidates = 0;
    for (int i = 0; i < 100'000; ++i) candidates += slots_.candidates(new_hash(), now_).size();
    EXPECT_LT(candidates, 1'000);
}

TEST_F(Slots, GoOnWhereTheStoreEnds) {
    const std::string old = new_hash();
    slots_.load(41, std::vector{old}, now_);
    slots_.finish_loading();
    EXPECT_TRUE(slots_.is_loaded());
    slots_.load(99, std::vector{new_hash()}, now_);
    EXPECT_EQ(slots_.add(new_hash(), now_), 41) << "what is loaded twice is loaded once";
    EXPECT_TRUE(holds(slots_.candidates(old, now_), 41));
}

TEST_F(Slots, AreForgottenWhenNothingInThemIsYoungEnough) {
    constexpr std::size_t group = KeySlots::slot_size * KeySlots::slots_a_group;
    const auto old = add(group);
    const Timestamp later = now_ + 25h;
    const std::string young = new_hash();
    const std::int64_t slot = slots_.add(young, later);
    EXPECT_TRUE(holds(slots_.candidates(young, now_ + 1us), slot));
    EXPECT_TRUE(slots_.candidates(old[0], now_ + 1us).empty());
}

}  // namespace
}  // namespace herald::notifications
