// What is told of letters: words for their statuses, cost, the object that is read, the PDF (contract public-api §3.1,
// §3.3, §4).
#include <gtest/gtest.h>

#include "notifications/cost.h"
#include "notifications/daily_demand.h"
#include "notifications/letter_pdf.h"
#include "notifications/notification_json.h"
#include "notifications/requests.h"

namespace herald::notifications {
namespace {

Notification letter_made(std::string_view created_at, letters::Postage postage = letters::Postage::second) {
    Notification letter;
    letter.channel = Channel::letter;
    letter.reference = "ABCDEF1234567890";
    letter.postage = postage;
    letter.created_at = Timestamp::parse_iso(created_at).value();
    return letter;
}

std::string written(const Notification& message, const templates::StoredTemplate* source = nullptr) {
    std::string out;
    JsonWriter json(out);
    const std::vector<std::string> secrets{"the secret of these tests"};
    const crypto::Sealer sealer(secrets);
    const VirtualClock clock{message.created_at};
    write_notification(json, message, source, "https://api.example/",
                       unsubscribe::LinkMaker(sealer, clock, "https://herald.example"));
    return out;
}

TEST(Letter, HasWordsOfItsOwnForFourStatuses) {
    const std::pair<Status, std::string_view> rows[] = {
        {Status::created, "accepted"},   {Status::sending, "accepted"},
        {Status::delivered, "received"}, {Status::returned_letter, "received"},
        {Status::pending, "pending"},    {Status::pending_virus_check, "pending-virus-check"},
        {Status::cancelled, "cancelled"}};
    for (const auto& [status, word] : rows) EXPECT_EQ(public_text(status, Channel::letter), word) << to_text(status);
    for (int i = 0; i <= static_cast<int>(Status::returned_letter); ++i) {
        const auto status = static_cast<Status>(i);
        EXPECT_EQ(public_text(status, Channel::sms), to_text(status));
    }
}

// §4.3, row by row: sheets of a letter made on 1 June 2026, second class.
TEST(Letter, CostsWhatItsPaperDoesOnceThatIsKnown) {
    struct Row {
        Status status;
        std::int64_t sheets;
        std::optional<double> pounds;
        std::int64_t billable;
    };
    const Row rows[] = {
        {Status::created, 0, std::nullopt, 0},  {Status::pending_virus_check, 3, std::nullopt, 0},
        {Status::created, 2, 0.77, 2},          {Status::sending, 1, 0.73, 1},
        {Status::delivered, 5, 0.91, 5},        {Status::returned_letter, 1, 0.73, 1},
        {Status::delivered, 0, 0.0, 0},         {Status::cancelled, 2, 0.0, 0},
        {Status::technical_failure, 2, 0.0, 0}, {Status::validation_failed, 6, 0.0, 0},
        {Status::virus_scan_failed, 0, 0.0, 0},
    };
    for (const Row& row : rows) {
        Notification letter = letter_made("2026-06-01T12:00:00Z");
        letter.status = row.status;
        letter.billable_units = row.sheets;
        const Cost cost = cost_of(letter);
        EXPECT_EQ(cost.is_ready, row.pounds.has_value()) << to_text(row.status);
        EXPECT_EQ(cost.pounds, row.pounds) << to_text(row.status);
        EXPECT_EQ(cost.has_letter_details, row.pounds.has_value()) << to_text(row.status);
        EXPECT_EQ(cost.sheets, row.billable) << to_text(row.status);
    }
}

TEST(Letter, TellsItsCostByItsPaper) {
    Notification letter = letter_made("2026-06-01T12:00:00Z", letters::Postage::rest_of_world);
    letter.status = Status::sending;
    letter.billable_units = 2;
    EXPECT_NE(written(letter).find(R"("is_cost_data_ready":true,"cost_in_pounds":1.84,)"
                                   R"("cost_details":{"billable_sheets_of_paper":2,"postage":"rest-of-world"}})"),
              std::string::npos);
}

TEST(Letter, ShowsItsAddressAsItWasGivenAndItsHeadingEscaped) {
    Notification letter = letter_made("2026-06-01T12:00:00Z");
    letter.recipient = "Ada\n1 Street\nSW1A 1AA";
    letter.personalisation =
        R"({"name":"<Ada>","address_line_1":" Ada ","address_line_2":7,"address_line_3":null,"address_line_7":"x",)"
        R"("postcode":"sw1a1aa"})";
    templates::StoredTemplate source;
    source.type = Channel::letter;
    source.parsed = content::EmailTemplate::parse("For ((name))", "Hello ((name))");
    const std::string json = written(letter, &source);
    EXPECT_NE(json.find(R"("email_address":null,"phone_number":null,"line_1":" Ada ","line_2":"7","line_3":null,)"
                        R"("line_4":null,"line_5":null,"line_6":null,"postcode":"sw1a1aa","type":"letter",)"
                        R"("status":"accepted")"),
              std::string::npos)
        << json;
    EXPECT_EQ(json.find("line_7\""), std::string::npos) << json;
    EXPECT_NE(json.find(R"("body":"Hello <Ada>","subject":"For &lt;Ada&gt;")"), std::string::npos) << json;
}

// §4.4 with its examples: seconds and less are copied from when the letter was made.
TEST(Letter, TellsWhenItWillArrive) {
    const auto estimated = [](const Notification& letter) {
        const std::string json = written(letter), key = R"("estimated_delivery":")";
        return json.substr(json.find(key) + key.size(), 27);
    };
    EXPECT_EQ(estimated(letter_made("2000-12-01T00:00:00Z")), "2000-12-11T16:00:00.000000Z");
    EXPECT_EQ(estimated(letter_made("2000-06-01T00:00:00Z", letters::Postage::first)), "2000-06-03T15:00:00.000000Z");
    EXPECT_EQ(estimated(letter_made("2000-12-01T00:59:31.000007Z")), "2000-12-11T16:00:31.000007Z");
    Notification later = letter_made("2000-11-27T00:00:00Z");
    later.scheduled_for = Timestamp::parse_iso("2000-12-01T00:00:05Z");
    EXPECT_EQ(estimated(later), "2000-12-11T16:00:00.000000Z") << "from when it may be printed";
    Notification text;
    EXPECT_EQ(written(text).find("estimated_delivery"), std::string::npos);
}

TEST(Letter, CountsAgainstLettersOnlyEvenAbroad) {
    Notification letter = letter_made("2026-06-01T12:00:00Z", letters::Postage::europe);
    letter.international = true;
    const services::Service service;
    EXPECT_FALSE(daily_demand(letter, service).is_abroad);
}

// §3.3 rows 3 to 6.
TEST(Letter, HasNoPdfToShowInSomeStatuses) {
    const auto refusal = [](const Notification& message) {
        const auto refused = refuse_pdf(message);
        if (!refused) return std::string("none");
        const auto document = JsonDocument::parse(refused->body);
        const auto error = document->root()["errors"][0];
        return std::string(error["error"].text()) + ": " + std::string(error["message"].text());
    };
    EXPECT_EQ(refusal(Notification()), "BadRequestError: Notification is not a letter");
    Notification letter = letter_made("2026-06-01T12:00:00Z");
    const std::pair<Status, const char*> rows[] = {
        {Status::created, "none"},
        {Status::delivered, "none"},
        {Status::validation_failed, "none"},
        {Status::cancelled, "none"},
        {Status::pending_virus_check, "PDFNotReadyError: PDF not available yet, try again later"},
        {Status::virus_scan_failed, "BadRequestError: File did not pass the virus scan"},
        {Status::technical_failure, "BadRequestError: PDF not available for letters in status technical-failure"},
    };
    for (const auto& [status, expected] : rows) {
        letter.status = status;
        EXPECT_EQ(refusal(letter), expected) << to_text(status);
    }
}

// Tasks.md §17.3.
TEST(Letter, HasItsPdfWhereItsStatusAndKeySay) {
    Notification letter = letter_made("2018-01-13T18:00:00Z");
    const std::string name = "NOTIFY.ABCDEF1234567890.D.2.C.20180113180000.PDF";
    EXPECT_EQ(pdf_object(letter), "letters-pdf/2018-01-14/" + name);
    letter.key_type = KeyType::test;
    EXPECT_EQ(pdf_object(letter), "test-letters/" + name);
    letter.status = Status::validation_failed;
    EXPECT_EQ(pdf_object(letter), "invalid-pdf/" + name);
}

TEST(Letter, IsReadFromItsRequest) {
    constexpr Timestamp now{1'770'000'000'000'000};
    auto body = parse_letter_body(
        R"({"template_id":"f33517ff-2a88-4f6e-b855-c550268ce08a","personalisation":{"postcode":"x"},"reference":"r"})");
    ASSERT_TRUE(std::holds_alternative<LetterBody>(body));
    EXPECT_FALSE(std::get<LetterBody>(body).is_precompiled());
    auto read = read_letter_request(std::move(std::get<LetterBody>(body)), now);
    ASSERT_TRUE(std::holds_alternative<LetterRequest>(read));
    EXPECT_EQ(std::get<LetterRequest>(read).personalisation["postcode"].text(), "x");
    EXPECT_EQ(std::get<LetterRequest>(read).reference, "r");

    body = parse_letter_body(R"({"reference":"r","content":"YQ==","postage":"economy"})");
    ASSERT_TRUE(std::get<LetterBody>(body).is_precompiled());
    auto pdf = read_precompiled_letter_request(std::move(std::get<LetterBody>(body)), now);
    ASSERT_TRUE(std::holds_alternative<PrecompiledLetterRequest>(pdf));
    EXPECT_EQ(std::get<PrecompiledLetterRequest>(pdf).content, "YQ==");
    EXPECT_EQ(std::get<PrecompiledLetterRequest>(pdf).postage, letters::Postage::economy);
    for (const char* one : {"[7]", "true", "\"x\"", "{\"a\":1}"})
        EXPECT_FALSE(std::get<LetterBody>(parse_letter_body(one)).is_precompiled()) << one;
}

}  // namespace
}  // namespace herald::notifications
