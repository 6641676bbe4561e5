// The fast path for UK mobiles says what libphonenumber says, or nothing.
#include "recipients/uk_mobile.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <random>

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

TEST(UkMobile, AgreesWithTheLibraryOnGeneratedNumbers) {
    constexpr int numbers = 100'000;
    std::mt19937_64 random(5);
    const std::string starts[] = {"07", "447", "+447", "+44 7", "0 7", "7", "+07", "00447", "4407", "447 "};
    int taken = 0;
    for (int i = 0; i < numbers; ++i) {
        const std::size_t width = random() % 8 == 0 ? 6 + random() % 5 : 9;
        std::string source = starts[random() % 4 == 0 ? random() % std::size(starts) : random() % 3];
        source += digits_of(random() % 1'000'000'000, 9).substr(0, width);
        if (random() % 4 == 0) source.insert(random() % (source.size() + 1), " ");
        if (read_uk_mobile(source)) ++taken;
        expect_agreement(source);
    }
    EXPECT_GT(taken, numbers / 2);
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
