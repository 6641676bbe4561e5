#include "notifications/search_grams.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>

namespace herald::notifications {
namespace {

/// The blocks that may hold a text with this part.
BlockSet search(const std::array<std::string, pages_per_segment>& pages, SearchField field, std::string_view part) {
    BlockSet blocks = ~BlockSet{0};
    for (const Gram gram : grams_to_look_for(field, part)) blocks &= blocks_with(pages[page_of(gram)], gram);
    return blocks;
}

TEST(SearchGrams, FindEveryPartOfEveryText) {
    std::mt19937 random(7);
    const auto text_of = [&](SearchField field) {
        std::string text;
        const std::string letters = field == SearchField::sms ? "0123456789" : "abcde.@\xC3\xA9%_\\";
        for (std::size_t length = random() % 16; length > 0; --length) text += letters[random() % letters.size()];
        return text;
    };
    for (const SearchField field :
         {SearchField::sms, SearchField::email, SearchField::letter, SearchField::reference}) {
        SegmentMaker maker;
        std::vector<std::string> texts;
        for (std::size_t block = 0; block < blocks_per_segment; ++block) {
            texts.push_back(text_of(field));
            maker.add(block, field, texts.back());
        }
        const auto pages = maker.finish();
        for (std::size_t block = 0; block < blocks_per_segment; ++block) {
            const std::string& text = texts[block];
            for (std::size_t at = 0; at < text.size(); ++at)
                for (std::size_t length = 1; at + length <= text.size(); ++length)
                    EXPECT_TRUE(search(pages, field, text.substr(at, length)) >> block & 1U) << text;
        }
    }
}

TEST(SearchGrams, NameFewBlocksThatHoldNoMatch) {
    SegmentMaker maker;
    std::mt19937 random(7);
    for (std::size_t block = 0; block < blocks_per_segment; ++block)
        for (int i = 0; i < 256; ++i)
            maker.add(block, SearchField::sms, "447700" + std::to_string(100'000 + random() % 900'000));
    maker.add(17, SearchField::sms, "447911123456");
    maker.add(17, SearchField::reference, "case 7");
    const auto pages = maker.finish();
    EXPECT_LE(std::popcount(search(pages, SearchField::sms, "7911123456")), 2);
    EXPECT_EQ(search(pages, SearchField::reference, "se 7"), BlockSet{1} << 17U);
    EXPECT_EQ(search(pages, SearchField::email, "447911"), 0U) << "each field has its own";
    EXPECT_EQ(search(pages, SearchField::reference, "case 8"), 0U);
    std::size_t bytes = 0;
    for (const auto& page : pages) bytes += page.size();
    EXPECT_LT(bytes / (blocks_per_segment * 256), 60U) << "for each message";
}

TEST(SearchGrams, OfAnEmptyTextAreNone) {
    EXPECT_TRUE(grams_to_look_for(SearchField::email, "").empty());
    SegmentMaker maker;
    maker.add(0, SearchField::email, "");
    for (const auto& page : maker.finish()) EXPECT_TRUE(page.empty());
}

}  // namespace
}  // namespace herald::notifications
