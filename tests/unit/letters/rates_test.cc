// Data-model §14.4: what letters cost.
#include "letters/rates.h"

#include <gtest/gtest.h>

#include <chrono>

#include "support/data_file.h"

namespace herald::letters {
namespace {

// Every price of data/rates.json holds from its instant on, and not a moment earlier.
TEST(LetterRate, IsTheNewestOfItsPostage) {
    const rapidjson::Document data = test::read_data("rates.json");
    int prices = 0;
    for (const auto& entry : data["letter_history"].GetArray()) {
        const Timestamp from = Timestamp::parse_iso(entry["from_utc"].GetString()).value();
        const Postage postage = parse_postage(entry["post_class"].GetString()).value();
        for (const auto& price : entry["pounds_by_sheets"].GetObject()) {
            const std::int64_t sheets = std::stoi(price.name.GetString());
            const double pounds = std::stod(price.value.GetString());
            EXPECT_EQ(letter_rate_at(from, sheets, postage), pounds) << entry["from_utc"].GetString();
            EXPECT_NE(letter_rate_at(from - Duration(1), sheets, postage), pounds) << entry["from_utc"].GetString();
            ++prices;
        }
    }
    EXPECT_EQ(prices, 195);
    const auto& current = data["current"]["letter_pounds_by_post_class_and_sheets"];
    for (const auto& by_class : current.GetObject())
        for (const auto& price : by_class.value.GetObject())
            EXPECT_EQ(letter_rate_at(end_of_time, std::stoi(price.name.GetString()),
                                     parse_postage(by_class.name.GetString()).value()),
                      std::stod(price.value.GetString()));
}

TEST(LetterRate, IsNothingWithoutPaperAndBeforeTheFirstPrice) {
    EXPECT_EQ(letter_rate_at(end_of_time, 0, Postage::second), 0);
    EXPECT_EQ(letter_rate_at(end_of_time, 6, Postage::second), 0);
    EXPECT_EQ(letter_rate_at(Timestamp{}, 1, Postage::second), 0);
}

}  // namespace
}  // namespace herald::letters
