#include "documents/file_rules.h"

#include <gmock/gmock.h>

#include "crypto/encoding.h"

namespace herald::documents {
namespace {

using testing::ElementsAre;
using Messages = std::vector<std::string>;

std::variant<FileRequest, Messages> read(const std::string& json) {
    static std::vector<JsonDocument> kept;  // what is read looks into its document
    kept.push_back(*JsonDocument::parse(json));
    return read_file(kept.back().root());
}

Messages wrong(const std::string& json) {
    const auto result = read(json);
    const auto* messages = std::get_if<Messages>(&result);
    return messages == nullptr ? Messages{} : *messages;
}

FileRequest right(const std::string& json) {
    const auto result = read(json);
    const auto* file = std::get_if<FileRequest>(&result);
    EXPECT_NE(file, nullptr) << json;
    return file == nullptr ? FileRequest{} : *file;
}

TEST(FileRules, AFileIsAnObjectWithAFileKey) {
    const auto json = JsonDocument::parse(R"([{"file":"x"},{"file":null},{"f":1},"x",[{"file":"x"}]])");
    const bool expected[] = {true, true, false, false, false};
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(is_file(json->root()[i]), expected[i]) << i;
}

TEST(FileRules, EveryKeyButFileMayBeNull) {
    const auto file =
        right(R"({"file":"eA==","filename":null,"confirm_email_before_download":null,"retention_period":null})");
    EXPECT_EQ(file.base64, "eA==");
    EXPECT_EQ(file.filename, "");
    EXPECT_TRUE(file.confirms_email);
    EXPECT_EQ(file.retention_weeks, 26);
    EXPECT_FALSE(right(R"({"file":"eA==","is_csv":null})").is_csv);
}

TEST(FileRules, WhatIsGivenIsKept) {
    const auto file = right(
        R"({"file":"eA==","filename":"a.pdf","confirm_email_before_download":false,"retention_period":" 1 WEEK "})");
    EXPECT_EQ(file.filename, "a.pdf");
    EXPECT_FALSE(file.confirms_email);
    EXPECT_EQ(file.retention_weeks, 1);
    EXPECT_TRUE(right(R"({"file":"eA==","is_csv":true,"confirm_email_before_download":true})").is_csv);
}

TEST(FileRules, RetentionIsOneTo78Weeks) {
    struct {
        std::string_view text;
        int weeks;
    } const right_ones[] = {{"1 week", 1}, {"78 weeks", 78}, {"4 Weeks", 4}, {"9 week", 9}};
    for (const auto& [text, weeks] : right_ones)
        EXPECT_EQ(right(R"({"file":"","retention_period":")" + std::string(text) + "\"}").retention_weeks, weeks);
    for (const std::string text : {"0 weeks", "79 weeks", "-1 weeks", "01 weeks", "4", "4weeks", "4 months", "weeks",
                                   "", "4 weeks please", "1.5 weeks"})
        EXPECT_THAT(wrong(R"({"file":"","retention_period":")" + text + "\"}"),
                    ElementsAre("retention_period Unsupported value for retention_period: " + text +
                                ". Supported periods are from 1 to 78 weeks."))
            << text;
}

TEST(FileRules, EachViolationHasItsMessage) {
    struct {
        std::string json;
        std::string message;
    } const cases[] = {
        {R"({"file":"","k":1})", "Additional properties are not allowed (k was unexpected)"},
        {R"({"file":"","z":1,"b":1})", "Additional properties are not allowed (b, z were unexpected)"},
        {R"({"file":null})", "file None is not of type string"},
        {R"({"file":["a"]})", "file [a] is not of type string"},
        {R"({"file":{"a":"b"}})", "file {a: b} is not of type string"},
        {R"({"file":"","is_csv":"yes"})",
         "is_csv Unsupported value for is_csv: yes. Use a boolean true or false value."},
        {R"({"file":"","is_csv":1})", "is_csv Unsupported value for is_csv: 1. Use a boolean true or false value."},
        {R"({"file":"","confirm_email_before_download":"no"})",
         "confirm_email_before_download Unsupported value for confirm_email_before_download: no. Use a boolean true or "
         "false value."},
        {R"({"file":"","confirm_email_before_download":{"a":1}})",
         "confirm_email_before_download Unsupported value for confirm_email_before_download: {a: 1}. Use a boolean "
         "true or false value."},
        {R"({"file":"","retention_period":4})",
         "retention_period Unsupported value for retention_period: 4. Supported periods are from 1 to 78 weeks."},
        {R"({"file":"","retention_period":{}})",
         "retention_period Unsupported value for retention_period: {}. Supported periods are from 1 to 78 weeks."},
        {R"({"file":"","filename":"report"})",
         "filename `filename` must end with a file extension. For example, filename.csv"},
        {R"({"file":"","filename":7})", "filename 7 is not of type string, null"},
        {R"({"file":"","is_csv":null,"filename":null})", "Do not set a value for `is_csv` if `filename` is set."},
    };
    for (const auto& [json, message] : cases) EXPECT_THAT(wrong(json), ElementsAre(message)) << json;
}

TEST(FileRules, ViolationsComeTogetherInTheOrderOfTheContract) {
    EXPECT_THAT(
        wrong(R"({"filename":"a","retention_period":"x","confirm_email_before_download":0,"is_csv":0,"file":1,"k":1})"),
        ElementsAre("Additional properties are not allowed (k was unexpected)", "file 1 is not of type string",
                    "is_csv Unsupported value for is_csv: 0. Use a boolean true or false value.",
                    "confirm_email_before_download Unsupported value for confirm_email_before_download: 0. Use a "
                    "boolean true or false value.",
                    "retention_period Unsupported value for retention_period: x. Supported periods are from 1 to 78 "
                    "weeks.",
                    "filename `filename` must end with a file extension. For example, filename.csv",
                    "Do not set a value for `is_csv` if `filename` is set."));
}

std::string refusal(const std::string& base64, const std::string& filename = "") {
    FileRequest file;
    file.base64 = base64;
    file.filename = filename;
    const auto result = decode_file(file);
    const auto* message = std::get_if<std::string>(&result);
    return message == nullptr ? "" : *message;
}

std::string encoded(std::size_t size) {
    return crypto::base64_encode(std::string(size, 'x'));
}

constexpr std::string_view extension_list =
    "Supported types are: '.csv', '.doc', '.docx', '.jpeg', '.jpg', '.json', '.odt', '.pdf', '.png', '.rtf', '.txt', "
    "'.xlsx'";

TEST(FileRules, ContentIsDecodedAndCheckedRuleByRule) {
    struct {
        std::string base64, filename, message;
    } const cases[] = {
        {"eA==", "", ""},
        {"eA==", "a.PDF", ""},
        {encoded(file_bytes_max), "", ""},
        {encoded(file_bytes_max + 1), "", "Uploaded file exceeds file size limit"},
        {std::string(upload_bytes_max + 4, 'A'), "", "Uploaded file exceeds file size limit"},
        {"eA", "", "Document is not base64 encoded"},
        {"", "", "Document must not be empty"},
        {"eA==", std::string(97, 'a') + ".pdf", "`filename` cannot be longer than 100 characters"},
        {"eA==", std::string(96, 'a') + ".pdf", ""},
        {"eA==", "a.exe", "Unsupported file type '.exe'. " + std::string(extension_list)},
        {"eA==", "a.pdf.", "Unsupported file type '.'. " + std::string(extension_list)},
    };
    for (const auto& [base64, filename, message] : cases)
        EXPECT_EQ(refusal(base64, filename), message) << base64.substr(0, 20) << " " << filename;
    const auto decoded = decode_file({{}, "eHk="});
    EXPECT_EQ(std::get<Decoded>(decoded).content, "xy");
}

TEST(FileRules, TheEarlierOfTwoFaultsIsTold) {
    const std::string long_name = std::string(101, 'a') + ".exe";
    EXPECT_EQ(refusal(std::string(upload_bytes_max + 1, 'A'), long_name), "Uploaded file exceeds file size limit");
    EXPECT_EQ(refusal("eA", long_name), "Document is not base64 encoded");
    EXPECT_EQ(refusal("", long_name), "`filename` cannot be longer than 100 characters");
    EXPECT_THAT(refusal(encoded(file_bytes_max + 1), "a.exe"), testing::StartsWith("Unsupported file type '.exe'"));
    EXPECT_THAT(refusal("", "a.exe"), testing::StartsWith("Unsupported file type '.exe'"));
}

TEST(FileRules, AServiceWithoutContactDetailsIsToldWhereToAddThem) {
    EXPECT_EQ(contact_details_missing_message("https://admin", "some-id"),
              "Send files by email has not been set up - add contact details for your service at "
              "https://admin/services/some-id/service-settings/send-files-by-email");
}

}  // namespace
}  // namespace herald::documents
