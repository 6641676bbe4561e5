// Content.md §7.4: what is wrong with a row, in the contract's words.
#include <gtest/gtest.h>

#include "table_reading.h"

namespace herald::spreadsheets {
namespace {

using Errors = std::map<std::string, std::string>;

struct CellCase {
    RecipientKind kind;
    const char* file;
    Errors errors;
    bool has_bad_recipient;
    bool is_missing_data;
};

class CellErrors : public testing::TestWithParam<CellCase> {};

TEST_P(CellErrors, AreThoseOfTheFirstRow) {
    TableRules rules = rules_for(GetParam().kind, {"name"});
    rules.phone = {.international_sms = false, .sms_to_uk_landlines = false};
    const ReadTable::Row row = read_table(GetParam().file, rules).rows.at(0);
    EXPECT_EQ(row.cell_errors, GetParam().errors) << GetParam().file;
    EXPECT_EQ(row.has_bad_recipient, GetParam().has_bad_recipient) << GetParam().file;
    EXPECT_EQ(row.is_missing_data, GetParam().is_missing_data) << GetParam().file;
    EXPECT_EQ(row.error, "") << GetParam().file;
}

constexpr const char* too_short = "Mobile number is too short";

INSTANTIATE_TEST_SUITE_P(
    PhoneNumbers, CellErrors,
    testing::Values(
        CellCase{sms, "phone number,name\n07700 900512,A", {}, false, false},
        CellCase{sms, "phone number,name\n07700,A", {{"phonenumber", too_short}}, true, false},
        CellCase{
            sms, "phone number,name\n079123456789012,A", {{"phonenumber", "Mobile number is too long"}}, true, false},
        CellCase{sms,
                 "phone number,name\n0770x,A",
                 {{"phonenumber", "Mobile numbers can only include: 0 1 2 3 4 5 6 7 8 9 ( ) + -"}},
                 true,
                 false},
        CellCase{sms,
                 "phone number,name\n+33651223344,A",
                 {{"phonenumber",
                   "This does not look like a UK mobile number – double check the mobile number you entered"}},
                 true,
                 false},
        CellCase{sms,
                 "phone number,name\n02079460000,A",
                 {{"phonenumber",
                   "This does not look like a UK mobile number – double check the mobile number you entered"}},
                 true,
                 false},
        CellCase{sms,
                 "phone number,name\n09012345678,A",
                 {{"phonenumber", "Number is not valid – double check the phone number you entered"}},
                 true,
                 false},
        CellCase{sms, "phone number,name\n,A", {{"phonenumber", "Missing"}}, false, true},
        CellCase{sms, "phone number,name\n07700,", {{"phonenumber", too_short}, {"name", "Missing"}}, true, true},
        CellCase{sms, "phone number,name\n07700900512", {{"name", "Missing"}}, false, true},
        CellCase{sms, "phone number,name\n07700900512,\u00A0\u200B", {{"name", "Missing"}}, false, true},
        CellCase{sms, "phone number,name,name\n07700900512,,\nx,y,z", {{"name", "Missing"}}, false, true},
        // Other columns and cells beyond the header are never looked at.
        CellCase{sms, "phone number,name,other,email address\n07700900512,A,,x,y,,", {}, false, false},
        CellCase{sms, "name\nA", {}, false, false}));

INSTANTIATE_TEST_SUITE_P(
    RepeatedRecipients, CellErrors,
    testing::Values(CellCase{sms, "phone number,name,phone number\n07700900512,A,\nx,y,z", {}, false, false},
                    CellCase{
                        sms, "phone number,name,phone number\n,A,07700", {{"phonenumber", too_short}}, true, false}));

INSTANTIATE_TEST_SUITE_P(
    EmailAddresses, CellErrors,
    testing::Values(
        CellCase{email, "email address,name\na@b.example,A", {}, false, false},
        CellCase{email, "email address,name\na@b,A", {{"emailaddress", "Not a valid email address"}}, true, false},
        CellCase{
            email, "email address,name\n\n x,A", {{"emailaddress", "Missing"}, {"name", "Missing"}}, false, true}));

INSTANTIATE_TEST_SUITE_P(
    Letters, CellErrors,
    testing::Values(CellCase{letter, "address line 1,address line 2,postcode,name\nA,B,PL13 1AA,N", {}, false, false},
                    CellCase{letter,
                             "address line 1,address line 2,address line 3,postcode,name\nA,B,,PL13 1AA,",
                             {{"name", "Missing"}},
                             false,
                             true}));

TEST(RowErrors, PermissionsAreTheServices) {
    TableRules rules = rules_for(sms);
    rules.phone = {.international_sms = true, .sms_to_uk_landlines = true};
    const ReadTable table = read_table("phone number\n+33651223344\n02079460000\n", rules);
    for (const auto& row : table.rows) EXPECT_EQ(row.cell_errors, Errors{}) << row.number;
}

struct AddressCase {
    const char* file;
    bool may_post_abroad;
    const char* error;
};

class AddressErrors : public testing::TestWithParam<AddressCase> {};

// §4.5: the column "Spreadsheet row", in the order 3, 4, 1, 2, 5, 6, 7.
TEST_P(AddressErrors, AreOfTheWholeRow) {
    TableRules rules = rules_for(letter);
    rules.international_letters = GetParam().may_post_abroad;
    const ReadTable::Row row = read_table(GetParam().file, rules).rows.at(0);
    EXPECT_EQ(row.error, GetParam().error) << GetParam().file;
    EXPECT_EQ(row.has_bad_recipient, *GetParam().error != '\0') << GetParam().file;
    EXPECT_EQ(row.cell_errors, Errors{}) << GetParam().file;
}

constexpr const char* seven_lines =
    "address line 1,address line 2,address line 3,address line 4,address line 5,address line 6,address line 7\n";

INSTANTIATE_TEST_SUITE_P(
    Letters, AddressErrors,
    testing::Values(
        AddressCase{"address line 1,address line 2,postcode\nA,B,PL13 1AA", false, ""},
        AddressCase{"address line 1,address line 2,postcode\nA,,PL13 1AA", false,
                    "Address must be at least 3 lines long"},
        AddressCase{"address line 1,address line 2,postcode\n\"A\r\nB\r\nC\r\nD\r\nE\r\nF\",G,PL13 1AA", false,
                    "Address must be no more than 7 lines long"},
        AddressCase{"address line 1,address line 2,postcode\nÉ,,PL13 1AA", false,
                    "The first 2 lines of the address must both include at least one alphanumeric character"},
        AddressCase{"address line 1,address line 2,address line 3,postcode\nA,B,BFPO 58,France", true,
                    "The last line of a BFPO address must not be a country."},
        AddressCase{"address line 1,address line 2,postcode\nA,B,C", true,
                    "Last line of the address must be a UK postcode or another country"},
        AddressCase{"address line 1,address line 2,postcode\nA,B,France", true, ""},
        AddressCase{"address line 1,address line 2,postcode\nA,B,France", false,
                    "You do not have permission to send letters to other countries"},
        AddressCase{"address line 1,address line 2,postcode\nA,B,C", false,
                    "Last line of the address must be a real UK postcode"},
        AddressCase{"address line 1,address line 2,postcode\nA,(B,PL13 1AA", false,
                    "Address lines must not start with any of the following characters: @ ( ) = [ ] \" \\ / , < > ~"},
        AddressCase{"address line 1,address line 2,postcode\nA,NFA,PL13 1AA", false, "This is not a real address"},
        // Line 7 takes the place of the postcode, even where it is empty.
        AddressCase{"address line 1,address line 2,address line 7,postcode\nA,B,PL13 1AA,nowhere", false, ""},
        AddressCase{"address line 1,address line 2,address line 3,address line 7,postcode\nA,B,C,,PL13 1AA\nA,B,C,D,E",
                    false, "Last line of the address must be a real UK postcode"}));

TEST(RowErrors, AddressesAreKept) {
    const std::string file = std::string(seven_lines) + "A,B,C,D,E,F,pl131aa\n";
    const TableRules rules = rules_for(letter);
    const TableShape shape = survey_table(file);
    const TableColumns columns(shape, rules);
    TableRows rows(columns, rules);
    rows.feed(file);
    rows.finish();
    ASSERT_EQ(rows.next(), CsvStep::row);
    ASSERT_TRUE(rows.row().address);
    EXPECT_EQ(rows.row().address->lines, (std::vector<std::string>{"A", "B", "C", "D", "E", "F", "PL13 1AA"}));
}

ReadTable read_with_message(std::string_view file, RecipientKind kind, const std::string& body) {
    const auto parsed = content::Template::parse(body);
    TableRules rules = rules_for(kind, parsed.placeholders());
    rules.check_message = kind == sms ? check_text_message(parsed, std::nullopt) : check_body(parsed);
    return read_table(file, rules);
}

TEST(RowErrors, MessagesMayBeEmptyOrTooLong) {
    const std::string long_text(920, 'x');
    const std::string header = "phone number,a\n07700900512,";
    EXPECT_EQ(read_with_message(header + "no", sms, "((a??b))").rows.at(0).error, "No content for this message");
    EXPECT_EQ(read_with_message(header + "yes", sms, "((a??b))").rows.at(0).error, "");
    EXPECT_EQ(read_with_message(header + long_text, sms, "((a))").rows.at(0).error, "Message is too long");
    EXPECT_EQ(read_with_message(header + long_text.substr(2), sms, "((a))").rows.at(0).error, "");
    EXPECT_EQ(read_with_message(header + long_text.substr(2), sms, "((a)).").rows.at(0).error, "Message is too long");

    const std::string mail = "email address,a\na@b.example,";
    EXPECT_EQ(read_with_message(mail + "no", email, "((a??b))").rows.at(0).error, "No content for this message");
    EXPECT_EQ(read_with_message(mail + "no", email, "((a??b)).").rows.at(0).error, "");
    EXPECT_EQ(read_with_message(mail + "no", email, "").rows.at(0).error, "No content for this message");
    EXPECT_EQ(read_with_message(mail + long_text, email, "((a))").rows.at(0).error, "");
    EXPECT_EQ(read_with_message(mail, email, "((a))").rows.at(0).error, "") << "what is missing is not empty";
}

TEST(RowErrors, TheFirstThatAppliesIsShown) {
    const std::string file = "address line 1,address line 2,postcode\nA,B,C\n";
    const std::pair<MessageProblem, const char*> cases[] = {
        {MessageProblem::empty, "No content for this message"},
        {MessageProblem::too_long, "Message is too long"},
        {MessageProblem::qr_code_too_long, "Last line of the address must be a UK postcode or another country"},
    };
    for (const auto& [problem, error] : cases) {
        TableRules rules = rules_for(letter);
        rules.check_message = [problem = problem](const content::Personalisation&) { return problem; };
        EXPECT_EQ(read_table(file, rules).rows.at(0).error, error);
    }
    TableRules rules = rules_for(letter);
    rules.check_message = [](const content::Personalisation&) { return MessageProblem::qr_code_too_long; };
    EXPECT_EQ(read_table("address line 1,address line 2,postcode\nA,B,PL13 1AA\n", rules).rows.at(0).error,
              "Cannot create a usable QR code - the link is too long");
}

// §7.5: recipients are compared by their normalised form.
TEST(Recipients, AreAskedAboutInTheirNormalisedForm) {
    std::vector<std::string> asked;
    TableRules rules = rules_for(sms);
    rules.is_allowed = [&](std::string_view recipient) {
        asked.emplace_back(recipient);
        return recipient == "447700900512";
    };
    const ReadTable table = read_table("phone number\n07700 900512\n+447700900513\nx\n", rules);
    EXPECT_EQ(asked, (std::vector<std::string>{"447700900512", "447700900513", "x"}));
    EXPECT_TRUE(table.rows[0].is_allowed);
    EXPECT_FALSE(table.rows[1].is_allowed);

    asked.clear();
    rules.kind = email;
    read_table("email address\n A@B.example \n", rules);
    EXPECT_EQ(asked, (std::vector<std::string>{"a@b.example"}));
}

}  // namespace
}  // namespace herald::spreadsheets
