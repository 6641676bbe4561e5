// Content.md §7.2: which columns a table has, and what its rows' values are.
#include "spreadsheets/table_columns.h"

#include <gtest/gtest.h>

#include "table_reading.h"

namespace herald::spreadsheets {
namespace {

using Values = std::map<std::string, std::vector<std::string>>;
using Names = std::vector<std::string>;

// §1.2: spaces, underscores, hyphens and case are ignored, nothing else.
TEST(TableColumns, MatchNamesAsPlaceholdersDo) {
    for (const char* header :
         {"phone number", "Phone Number", "PHONE-NUMBER", "phone_number", " phonenumber ", "p h o n e number"})
        EXPECT_TRUE(read_table(std::string(header) + "\n1", rules_for(sms)).has_recipients) << header;
    for (const char* header : {"phone.number", "phone", "phone number!", "email address"})
        EXPECT_FALSE(read_table(std::string(header) + "\n1", rules_for(sms)).has_recipients) << header;
    EXPECT_TRUE(read_table("Email_Address\n1", rules_for(email)).has_recipients);
    EXPECT_FALSE(read_table("phone number\n1", rules_for(email)).has_recipients);
}

TEST(TableColumns, OfLettersAreAtLeastThree) {
    const std::pair<const char*, bool> cases[] = {
        {"address line 1,address line 2,postcode", true},
        {"address line 1,address line 2,address line 3", true},
        {"address line 4,address_line_5,ADDRESS-LINE-6", true},
        {"address line 1,address line 2,address line 7", true},
        {"address line 1,address line 2", false},
        {"address line 1,postcode", false},
        {"address line 1,address line 7,postcode", false},
        {"address line 1,Address Line 1,postcode", false},
        {"address line 1,address line 8,postcode", false},
        {"name,phone number,email address", false},
    };
    for (const auto& [header, is_enough] : cases)
        EXPECT_EQ(read_table(std::string(header) + "\n1", rules_for(letter)).has_recipients, is_enough) << header;
}

TEST(TableColumns, MissingAreNamedAsTheTemplateSpellsThem) {
    struct Case {
        RecipientKind kind;
        const char* header;
        Names placeholders;
        Names missing;
    };
    const Case cases[] = {
        {sms, "phone number,NAME,First_name", {"name", "first name"}, {}},
        {sms, "phone number", {"Name ", "when"}, {"Name ", "when"}},
        {sms, "name", {"name", "Phone Number"}, {"phone number"}},
        {email, "x", {"b", "a"}, {"email address", "b", "a"}},
        {letter, "x", {"address line 1", "Postcode", "name"}, {"name"}},
    };
    for (const Case& the : cases)
        EXPECT_EQ(read_table(std::string(the.header) + "\n1", rules_for(the.kind, the.placeholders)).missing,
                  the.missing)
            << the.header;
}

TEST(TableColumns, RepeatedRecipientsAreGivenInEverySpelling) {
    struct Case {
        RecipientKind kind;
        const char* file;
        Names repeated;
    };
    const Case cases[] = {
        {sms, "phone number,name\n1,2", {}},
        {sms, "phone number,phone number\n1,2", {"phone number"}},
        {sms, "phone number,name,Phone_Number,phone number\n1,2,3,4", {"phone number", "Phone_Number"}},
        {sms, "phone number,email address,email address\n1,2,3", {}},
        {letter,
         "address line 1,address line 2,addressline1,Postcode,postcode\n1,2,3,4,5",
         {"address line 1", "addressline1", "Postcode", "postcode"}},
        // Beyond the last column with data they are ignored.
        {sms, "phone number,name,phone number\n1,2", {}},
        {sms, "phone number,name,phone number\n1,2, \u200B", {}},
        {sms, "phone number,name,phone number\n1,2\n1,2,3", {"phone number"}},
        {sms, "phone number,phone number,x\n1,,2", {"phone number"}},
        {sms, "phone number,phone number,Phone Number\n1,2", {"phone number"}},
    };
    for (const Case& the : cases)
        EXPECT_EQ(read_table(the.file, rules_for(the.kind)).repeated_recipients, the.repeated) << the.file;
}

TEST(TableColumns, KeepTheNamesOfTheHeader) {
    EXPECT_EQ(read_table("a, A ,a,,b\n1", rules_for(sms)).names, (Names{"a", "A", "b"}));
}

struct ValuesCase {
    const char* file;
    Values values;
    Names extra;
};

class TableValues : public testing::TestWithParam<ValuesCase> {};

TEST_P(TableValues, AreThoseOfTheFirstRow) {
    const ReadTable table = read_table(GetParam().file, rules_for(sms, {"kit"}));
    EXPECT_EQ(table.rows.at(0).values, GetParam().values) << GetParam().file;
    EXPECT_EQ(table.rows.at(0).extra, GetParam().extra) << GetParam().file;
}

INSTANTIATE_TEST_SUITE_P(
    Cells, TableValues,
    testing::Values(ValuesCase{"a,b,c\n 1 ,\u00A02\u200B3, \t\n", {{"a", {"1"}}, {"b", {"23"}}, {"c", {}}}, {}},
                    ValuesCase{"a,b\n\xFF,\"1\r\n2\"\n", {{"a", {"\uFFFD"}}, {"b", {"1\r\n2"}}}, {}},
                    ValuesCase{"a,b,c\n1\n", {{"a", {"1"}}, {"b", {}}, {"c", {}}}, {}},
                    ValuesCase{"a\n1, 2 ,,3\n", {{"a", {"1"}}}, {"2", "", "3"}},
                    ValuesCase{"a,,b\n1,2,3\n", {{"a", {"1"}}, {"b", {"3"}}}, {"2"}}));

INSTANTIATE_TEST_SUITE_P(RepeatedColumns, TableValues,
                         testing::Values(ValuesCase{"kit,kit,kit\na,b,c\n", {{"kit", {"a", "b", "c"}}}, {}},
                                         ValuesCase{"kit,kit,kit\na,,c\n", {{"kit", {"a", "", "c"}}}, {}},
                                         ValuesCase{"kit,kit,kit\n,b,\nx,y,z", {{"kit", {"b", ""}}}, {}},
                                         ValuesCase{"kit,kit,kit\n,,c\n", {{"kit", {"c"}}}, {}},
                                         ValuesCase{"kit,kit,kit\n,,\nx,y,z", {{"kit", {}}}, {}},
                                         ValuesCase{"kit,kit\na\nx,y", {{"kit", {"a", ""}}}, {}},
                                         // Where no row has data, repeated names do not count.
                                         ValuesCase{"kit,kit\na\n", {{"kit", {"a"}}}, {}},
                                         ValuesCase{"kit,Kit\na\n", {{"kit", {"a"}}}, {}},
                                         // Another spelling: the last one, even if it is empty.
                                         ValuesCase{"kit,KIT\na,b\n", {{"kit", {"b"}}}, {}},
                                         ValuesCase{"kit,KIT\na\nx,y", {{"kit", {}}}, {}},
                                         ValuesCase{"kit,KIT,KIT\na,b,c\n", {{"kit", {"b", "c"}}}, {}},
                                         // Recipients are never lists.
                                         ValuesCase{"phone number,phone number\na,b\n", {{"phonenumber", {"b"}}}, {}}));

// §1.3, §1.4: what the row's message is rendered with.
TEST(TableRows, GiveThePlaceholdersValues) {
    const ReadTable table = read_table("phone number,kit,kit,Name,other,gone\n1,a,,N,x\n",
                                       rules_for(sms, {"KIT", "name", "gone", "absent"}));
    const content::Personalisation& values = table.rows.at(0).personalisation;
    ASSERT_NE(values.find("kit"), nullptr);
    EXPECT_EQ(*values.find("kit"), content::Value(content::List{"a"}));
    EXPECT_EQ(*values.find("name"), content::Value(std::string("N")));
    for (const char* key : {"gone", "absent", "other", "phonenumber"}) EXPECT_EQ(values.find(key), nullptr) << key;

    const ReadTable list = read_table("kit,kit,kit\na,,b\n", rules_for(sms, {"kit"}));
    EXPECT_EQ(*list.rows.at(0).personalisation.find("kit"), content::Value(content::List{"a", "b"}));

    const ReadTable recipient = read_table("phone number\n07700900512\n", rules_for(sms, {"Phone Number"}));
    EXPECT_EQ(*recipient.rows.at(0).personalisation.find("phonenumber"), content::Value(std::string("07700900512")));
}

TEST(TableRows, GiveTheClientReference) {
    EXPECT_EQ(read_table("phone number,Re-ference\n1, r 1 \n", rules_for(sms)).rows.at(0).reference, "r 1");
    EXPECT_EQ(read_table("phone number,reference\n1,\n", rules_for(sms)).rows.at(0).reference, "");
    EXPECT_EQ(read_table("phone number,reference,reference\n1,a,b\n", rules_for(sms)).rows.at(0).reference, "a");
    EXPECT_EQ(read_table("phone number,references\n1,a\n", rules_for(sms)).rows.at(0).reference, "");
}

TEST(TableRows, AreNumberedAsInTheFile) {
    const ReadTable table = read_table("\n\nphone number\n1\n\n3\n,\n", rules_for(sms));
    ASSERT_EQ(table.rows.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(table.rows[i].index, i);
        EXPECT_EQ(table.rows[i].number, i + 2);
    }
    EXPECT_EQ(table.rows[1].values, (Values{{"phonenumber", {}}}));
}

TEST(TableRows, CanBeSkipped) {
    const std::string file = "phone number\n1\n2\n3\n";
    const TableRules rules = rules_for(sms);
    const TableShape shape = survey_table(file);
    const TableColumns columns(shape, rules);
    TableRows rows(columns, rules);
    rows.feed(file);
    rows.finish();
    EXPECT_EQ(rows.skip(), CsvStep::row);
    EXPECT_EQ(rows.skip(), CsvStep::row);
    ASSERT_EQ(rows.next(), CsvStep::row);
    EXPECT_EQ(rows.row().index, 2u);
    EXPECT_EQ(rows.row().recipient, "3");
    EXPECT_EQ(rows.next(), CsvStep::end);
}

}  // namespace
}  // namespace herald::spreadsheets
