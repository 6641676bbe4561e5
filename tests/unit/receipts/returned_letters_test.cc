// Contract admin-api-messages §12.4 and public-api §7: lists of returned letters, and what services are told of them.
#include <gtest/gtest.h>

#include "callbacks/callback.h"
#include "receipts/returned_letter_routes.h"

namespace herald::receipts {
namespace {

std::string faults(std::string_view body) {
    const auto document = JsonDocument::parse(body);
    const auto read = read_returned_references(document->root());
    std::string all;
    if (const auto* wrong = std::get_if<Faults>(&read))
        for (const auto& message : wrong->messages) all += message + "; ";
    return all;
}

TEST(ReturnedLetters, AreNamedByTheirReferences) {
    const auto document = JsonDocument::parse(R"({"references":["ABCDEFGHIJ012345","0000000000000000"]})");
    const auto read = read_returned_references(document->root());
    EXPECT_EQ(std::get<std::vector<std::string>>(read),
              (std::vector<std::string>{"ABCDEFGHIJ012345", "0000000000000000"}));
}

TEST(ReturnedLetters, AreNotToldByOtherTexts) {
    EXPECT_EQ(faults("[7]"), "[7] is not of type object; ");
    EXPECT_EQ(faults("{}"), "references is a required property; ");
    EXPECT_EQ(faults(R"({"references":"A"})"), "references A is not of type array; ");
    EXPECT_EQ(faults(R"({"references":[]})"), "references [] should be non-empty; ");
    // Every one that is wrong is told, for people to mend their list.
    EXPECT_EQ(faults(R"({"references":["abcdefghij012345","ABCDEFGHIJ012345","A","A",7]})"),
              "references abcdefghij012345 does not match ^[0-9A-Z]{16}$; "
              "references A does not match ^[0-9A-Z]{16}$; references 7 is not of type string; ");
}

TEST(ReturnedLetters, AreToldWithEveryKeyOfTheContract) {
    callbacks::ReturnedLetter values;
    values.notification_id = *Uuid::parse("11111111-1111-4111-8111-111111111111");
    values.date_sent = *Timestamp::parse_iso("2026-11-22T10:00:00Z");
    values.sent_by = "API";
    EXPECT_EQ(callbacks::returned_letter_json(values),
              R"({"notification_id":"11111111-1111-4111-8111-111111111111","reference":null,)"
              R"("date_sent":"2026-11-22T10:00:00.000000Z","sent_by":"API","template_name":null,)"
              R"("template_id":"None","template_version":null,"spreadsheet_file_name":null,)"
              R"("spreadsheet_row_number":null,"upload_letter_file_name":null})");
    values.reference = "r";
    values.template_name = "Letter";
    values.template_id = values.notification_id;
    values.template_version = 3;
    values.spreadsheet_file_name = "list.csv";
    values.spreadsheet_row_number = 2;
    values.upload_letter_file_name = "letter.pdf";
    EXPECT_EQ(callbacks::returned_letter_json(values),
              R"({"notification_id":"11111111-1111-4111-8111-111111111111","reference":"r",)"
              R"("date_sent":"2026-11-22T10:00:00.000000Z","sent_by":"API","template_name":"Letter",)"
              R"("template_id":"11111111-1111-4111-8111-111111111111","template_version":3,)"
              R"("spreadsheet_file_name":"list.csv","spreadsheet_row_number":2,)"
              R"("upload_letter_file_name":"letter.pdf"})");
}

}  // namespace
}  // namespace herald::receipts
