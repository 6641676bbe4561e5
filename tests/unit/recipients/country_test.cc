// Content.md §4.5.1: the names by which countries are found.
#include "recipients/country.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "recipients/ascii.h"
#include "support/data_file.h"

namespace herald::recipients {
namespace {

using test::read_data;

std::string found(std::string_view name) {
    const Country* country = find_country(name);
    return country != nullptr ? std::string(country->name) : "nothing";
}

// Every name and alias of data/postal-countries.json. One territory is there under two names, and found by one.
TEST(Country, IsFoundByEveryNameOfTheTable) {
    const rapidjson::Document data = read_data("postal-countries.json");
    std::map<std::string, std::string> wrong;
    int names = 0;
    for (const auto& territory : data["territories"].GetArray()) {
        const std::string name = territory["name"].GetString();
        const Country* country = find_country(name);
        ASSERT_NE(country, nullptr) << name;
        const bool is_second_name = name == "South Georgia and the South Sandwich Islands";
        EXPECT_EQ(country->name, is_second_name ? "South Georgia and South Sandwich Islands" : name);
        EXPECT_EQ(to_text(country->zone), territory["zone"].GetString()) << name;
        for (const auto& alias : territory["aliases"].GetArray()) {
            ++names;
            if (found(alias.GetString()) != name) wrong[alias.GetString()] = found(alias.GetString());
        }
    }
    EXPECT_EQ(data["territories"].Size(), 278u);
    EXPECT_GT(names, 1400);
    EXPECT_EQ(wrong, (std::map<std::string, std::string>()));
}

// Keys are names themselves, except for those that lost something which is taken away only once.
TEST(Country, IsFoundByEveryKeyOfTheTable) {
    const rapidjson::Document data = read_data("postal-countries.json");
    for (const auto& entry : data["lookup"].GetObject()) {
        const std::string key = entry.name.GetString();
        if (key.find('\'') == std::string::npos) {
            EXPECT_EQ(found(key), entry.value.GetString()) << key;
        }
    }
}

TEST(Country, IsFoundHoweverItIsWritten) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"France", "France"},
        {"FRANCE", "France"},
        {"f-r_a n.c,e", "France"},
        {"(France)", "France"},
        {"Trinidad & Tobago", "Trinidad and Tobago"},
        {"Trinidad + Tobago", "Trinidad and Tobago"},
        {"CÔTE D’IVOIRE", "Ivory Coast"},
        {"Cote d'Ivoire", "Ivory Coast"},
        {"Åland Islands", "Åland Islands"},
        {"aland islands", "Åland Islands"},
        {"РОССИЯ", "Russia"},
        {"日本", "Japan"},
        {"Deutschland", "Germany"},
        {"DE", "Germany"},
        {"Burma", "Myanmar (Burma)"},
        {"Myanmar Burma", "Myanmar (Burma)"},
        // Without the article that the table has.
        {"Deyrnas Unedig", "United Kingdom"},
        {"Alban", "United Kingdom"},
        {"Republic of Albania", "Albania"},
    };
    for (const auto& [written, name] : cases) EXPECT_EQ(found(written), name) << written;
}

TEST(Country, OfTheUnitedKingdomIsOne) {
    for (const std::string_view name :
         {"England", "Scotland", "Wales", "Cymru", "Northern Ireland", "Jersey", "Guernsey", "Alderney", "Sark",
          "Isle of Man", "Ellan Vannin", "Channel Islands", "U.K.", "GB", "Great Britain", "United Kingdom"})
        EXPECT_EQ(find_country(name), &united_kingdom()) << name;
    EXPECT_EQ(united_kingdom().name, "United Kingdom");
}

TEST(Country, IsNotFoundByWhatIsNoName) {
    for (const std::string_view name : {"", " ", "Looe", "France 1", "4", "Franceland", "the", "y", "yr", "?",
                                        "Fr\xFFnce", "Fränce 2", "PL13 1AA", "no France"})
        EXPECT_EQ(found(name), "nothing") << name;
}

TEST(Country, HasAZone) {
    EXPECT_EQ(find_country("Norway")->zone, PostageZone::europe);
    EXPECT_EQ(find_country("Japan")->zone, PostageZone::rest_of_world);
    EXPECT_EQ(to_text(PostageZone::united_kingdom), "united-kingdom");
    EXPECT_EQ(to_text(PostageZone::europe), "europe");
    EXPECT_EQ(to_text(PostageZone::rest_of_world), "rest-of-world");
}

TEST(Ascii, IsWhatTheTableSays) {
    const rapidjson::Document data = read_data("ascii-reductions.json");
    for (const auto& entry : data["map"].GetObject())
        EXPECT_EQ(reduce_to_ascii(entry.name.GetString()), entry.value.GetString());
    const rapidjson::Document gsm7 = read_data("gsm7.json");
    for (const auto& entry : gsm7["explicit_replacements"].GetArray())
        EXPECT_EQ(reduce_to_ascii(entry["char"].GetString()), entry["becomes"].GetString());
}

TEST(Ascii, KeepsWhatIsPrintableAndMarksTheRest) {
    EXPECT_EQ(reduce_to_ascii("Az09 ~!\"?"), "Az09 ~!\"?");
    EXPECT_EQ(reduce_to_ascii("Łódź – ‘x’…\u200B日\x01\x7F\n\xFF"), "Lodz - 'x'...?\?\?\?\?");
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        const auto form = ascii_form(c);
        if (!form) continue;
        for (const char plain : *form) ASSERT_TRUE(plain >= ' ' && plain <= '~') << static_cast<std::uint32_t>(c);
    }
}

}  // namespace
}  // namespace herald::recipients
