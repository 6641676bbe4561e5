// Tasks.md §17.2 and its worked examples in §1.12: how PDFs of letters are called.
#include "letters/print_file.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "base/ids.h"

namespace herald::letters {
namespace {

PrintFile file(std::string_view created_at, Postage postage = Postage::second) {
    return {"ABCDEF1234567890", Timestamp::parse_iso(created_at).value(), postage};
}

TEST(PrintFile, IsNamedByReferenceClassAndTime) {
    EXPECT_EQ(file("2018-01-13T12:00:00Z").name(), "NOTIFY.ABCDEF1234567890.D.2.C.20180113120000.PDF");
    EXPECT_EQ(file("2021-06-01T16:30:00.000001Z", Postage::first).name(),
              "NOTIFY.ABCDEF1234567890.D.1.C.20210601163000.PDF");
    const std::pair<Postage, std::string_view> classes[] = {
        {Postage::economy, ".D.ECONOMY.C."}, {Postage::europe, ".D.E.C."}, {Postage::rest_of_world, ".D.N.C."}};
    for (const auto& [postage, part] : classes)
        EXPECT_NE(file("2018-01-13T12:00:00Z", postage).name().find(part), std::string::npos) << part;
}

// Exactly 17:30:00 in London still belongs to the day's folder.
TEST(PrintFile, LiesInTheFolderOfItsDayInLondon) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"2021-06-01T16:29:59Z", "2021-06-01"},        {"2021-06-01T16:30:00.000000Z", "2021-06-01"},
        {"2021-06-01T16:30:00.000001Z", "2021-06-02"}, {"2021-12-31T17:30:00Z", "2021-12-31"},
        {"2021-12-31T17:31:00Z", "2022-01-01"},        {"2021-06-01T22:59:59Z", "2021-06-02"},
        {"2021-06-01T23:00:00Z", "2021-06-02"},        {"2021-03-28T16:30:00Z", "2021-03-28"},
    };
    for (const auto& [created_at, folder] : cases) EXPECT_EQ(file(created_at).folder(), folder) << created_at;
}

TEST(PrintFile, LiesWhereItsStageOfLifeSays) {
    const PrintFile letter = file("2018-01-13T12:00:00Z");
    EXPECT_EQ(scan_object(letter), "letters-scan/" + letter.name());
    EXPECT_EQ(print_object(letter), "letters-pdf/2018-01-13/" + letter.name());
    EXPECT_EQ(test_object(letter), "test-letters/" + letter.name());
    EXPECT_EQ(invalid_object(letter), "invalid-pdf/" + letter.name());
}

TEST(LetterReference, HasSixteenCapitalsAndDigits) {
    SystemClock clock;
    RandomIdSource ids(clock);
    std::set<std::string> seen;
    std::set<char> characters;
    for (int i = 0; i < 2000; ++i) {
        const std::string reference = make_reference(ids.next_random());
        EXPECT_EQ(reference.size(), 16u);
        characters.insert(reference.begin(), reference.end());
        EXPECT_TRUE(seen.insert(reference).second);
    }
    EXPECT_EQ(std::string(characters.begin(), characters.end()), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

}  // namespace
}  // namespace herald::letters
