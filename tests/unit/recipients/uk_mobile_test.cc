// The fast path for UK mobiles says what libphonenumber says, or nothing.
#include "recipients/uk_mobile.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <future>
#include <random>
#include <thread>
#include <vector>

#include "recipients/phone_library.h"
#include "recipients/phone_number.h"

namespace herald::recipients {
namespace {

std::string digits_of(std::uint64_t value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
}

/// What the fast path stands in for: an ordinary UK mobile.
bool is_ordinary(const std::variant<PhoneNumber, PhoneError>& result) {
    const auto* number = std::get_if<PhoneNumber>(&result);
    return number != nullptr && !number->international && !number->is_uk_landline && number->normalised.size() == 12 &&
           number->normalised.starts_with("447");
}

void expect_agreement(const std::string& source) {
    const auto fast = read_uk_mobile(source);
    const auto slow = read_with_library(source);
    if (fast) {
        ASSERT_TRUE(is_ordinary(slow)) << source;
        EXPECT_EQ(std::get<PhoneNumber>(slow), std::get<PhoneNumber>(parse_phone_number(source))) << source;
    }
}

// Content.md §5.1: every start of five digits, both ways round.
TEST(UkMobile, KnowsTheSameStartsAsTheLibrary) {
    std::mt19937 random(2026);
    for (int start = 0; start < 10'000; ++start) {
        const std::string source = "07" + digits_of(start, 4) + digits_of(random() % 100'000, 5);
        const bool is_drama = source.starts_with("07700900");
        if (!is_drama && source.starts_with("077009")) continue;  // One start, valid only for drama.
        ASSERT_EQ(read_uk_mobile(source).has_value(), is_ordinary(read_with_library(source))) << source;
    }
}

/// A text that looks like a UK mobile number: mostly one, written in some way.
std::string generate(std::mt19937_64& random) {
    constexpr std::string_view starts[] = {"07",   "447",    "+447", "+44 (0)7", "+4407", "+44 7", "0 7",
                                           "(0)7", "(+44)7", "7",    "+07",      "00447", "4407",  "447 "};
    std::string source(starts[random() % 4 == 0 ? random() % std::size(starts) : random() % 4]);
    const std::size_t width = random() % 16 == 0 ? 6 + random() % 5 : 9;
    source += digits_of(random() % 1'000'000'000, 9).substr(0, width);
    for (std::uint64_t marks = random() % 8; marks > 4; --marks)
        source.insert(random() % (source.size() + 1), 1, std::string_view("  -()+")[random() % 6]);
    return source;
}

/// How many of the generated numbers the fast path took, each of which the library has to read alike.
int compare(std::uint64_t seed, int numbers) {
    std::mt19937_64 random(seed);
    int taken = 0;
    for (int i = 0; i < numbers; ++i) {
        const std::string source = generate(random);
        const auto fast = read_uk_mobile(source);
        if (!fast) continue;  // Then the library is what answers.
        ++taken;
        expect_agreement(source);
    }
    return taken;
}

// A million in the release build; the builds with sanitizers, which take twenty times as long, look for something else.
TEST(UkMobile, AgreesWithTheLibraryOnAMillionGeneratedNumbers) {
    const int numbers = std::getenv("HERALD_TEST_QUICK") != nullptr ? 20'000 : 1'000'000;
    const unsigned threads = std::max(1u, std::thread::hardware_concurrency());
    std::vector<std::future<int>> parts;
    for (unsigned i = 0; i < threads; ++i)
        parts.push_back(std::async(std::launch::async, compare, 2026 + i, numbers / static_cast<int>(threads)));
    int taken = 0;
    for (auto& part : parts) taken += part.get();
    EXPECT_GT(taken, numbers / 2);
}

// The usual spellings do not need the library.
TEST(UkMobile, TakesTheCommonSpellings) {
    for (const std::string_view source :
         {"07912345678", "07912 345678", "07912 345 678", "07912-345-678", "(07912) 345678", "447912345678",
          "+447912345678", "+44 7912 345678", "+44 (0)7912 345678", "+44(0)7912345678", " 07912 345678 "})
        EXPECT_EQ(read_uk_mobile(source), "447912345678") << source;
}

TEST(UkMobile, LeavesTheRestToTheLibrary) {
    constexpr const char* spaced = "0                                               7912345678";
    for (const char* source :
         {"", "+", "()", "7912345678", "0447912345678", "4407912345678", "+07912345678", "00447912345678",
          "++447912345678", "(+44)7912345678", "0791234567", "079123456789", "07912.345678", "07912\t345678",
          "02079460512", "07640123456", "07797812345", "+33651223344", spaced})
        EXPECT_EQ(read_uk_mobile(source), std::nullopt) << source;
}

TEST(UkMobile, TheReadableFormIsTheLibrarys) {
    std::mt19937_64 random(6);
    for (int i = 0; i < 10'000; ++i) {
        const auto number = read_uk_mobile("07" + digits_of(random() % 1'000'000'000, 9));
        if (number) {
            EXPECT_EQ(readable_phone_number(*number), readable_with_library(*number));
        }
    }
}

}  // namespace
}  // namespace herald::recipients
