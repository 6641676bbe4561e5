#include "base/uuid.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "base/ids.h"

namespace herald {
namespace {

TEST(UuidTest, ReadsTheFormsThatALenientParserTakes) {
    const std::string plain = "740e5834-3a29-46b4-9a6f-16142fde533a";
    for (const std::string text :
         {plain.c_str(), "740E5834-3A29-46B4-9A6F-16142FDE533A", "740e58343a2946b49a6f16142fde533a",
          "{740e5834-3a29-46b4-9a6f-16142fde533a}", "urn:uuid:740e5834-3a29-46b4-9a6f-16142fde533a",
          "7-40e58343a2946b49a6f16142fde533a"}) {
        const auto id = Uuid::parse(text);
        ASSERT_TRUE(id) << text;
        EXPECT_EQ(id->to_string(), plain) << text;
    }
}

TEST(UuidTest, RefusesWhatIsNone) {
    for (const char* text : {"", "{}", "740e5834-3a29-46b4-9a6f-16142fde533", "740e5834-3a29-46b4-9a6f-16142fde533aa",
                             " 740e5834-3a29-46b4-9a6f-16142fde533a", "740e5834-3a29-46b4-9a6f-16142fde533a ",
                             "740e5834-3a29-46b4-9a6f-16142fde533g", "740e5834_3a29_46b4_9a6f_16142fde533a",
                             "740e5834-3a29-46b4-9a6f-16142fde533a\n", "not a uuid"}) {
        EXPECT_FALSE(Uuid::parse(text)) << text;
    }
}

RC_GTEST_PROP(UuidTest, ReadsWhatItWrites, (const std::array<std::uint8_t, 16>& bytes)) {
    const Uuid id{bytes};
    RC_ASSERT(Uuid::parse(id.to_string()) == id);
}

bool has_shape_of_version_4(const Uuid& id) {
    const std::string text = id.to_string();
    return text[14] == '4' && std::string("89ab").find(text[19]) != std::string::npos;
}

TEST(IdSourceTest, MakesVersion4ShapesThatGrowWithTime) {
    VirtualClock clock(Timestamp{1'700'000'000'000'000});
    RandomIdSource random(clock);
    SeededIdSource seeded(clock, 1);
    for (IdSource* ids : {static_cast<IdSource*>(&random), static_cast<IdSource*>(&seeded)}) {
        Uuid previous{};
        for (int i = 0; i < 1000; ++i) {
            clock.advance(std::chrono::milliseconds(1));
            const Uuid ordered = ids->next_ordered();
            EXPECT_TRUE(has_shape_of_version_4(ordered)) << ordered.to_string();
            EXPECT_LT(previous, ordered);
            EXPECT_TRUE(has_shape_of_version_4(ids->next_random()));
            previous = ordered;
        }
    }
}

TEST(IdSourceTest, NeverMakesTheSameIdTwiceWhateverTheThread) {
    VirtualClock clock(Timestamp{0});
    RandomIdSource ids(clock);
    std::vector<std::vector<Uuid>> made(4);
    std::vector<std::thread> threads;
    for (auto& of_thread : made) {
        threads.emplace_back([&ids, &of_thread] {
            for (int i = 0; i < 5000; ++i) of_thread.push_back(ids.next_ordered());
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<Uuid> all;
    for (const auto& of_thread : made) all.insert(of_thread.begin(), of_thread.end());
    EXPECT_EQ(all.size(), 20'000U);
}

TEST(IdSourceTest, RepeatsItselfForTheSameSeed) {
    VirtualClock clock(Timestamp{0});
    SeededIdSource one(clock, 7);
    SeededIdSource two(clock, 7);
    SeededIdSource other(clock, 8);
    for (int i = 0; i < 10; ++i) {
        const Uuid id = one.next_random();
        EXPECT_EQ(id, two.next_random());
        EXPECT_NE(id, other.next_random());
    }
}

}  // namespace
}  // namespace herald
