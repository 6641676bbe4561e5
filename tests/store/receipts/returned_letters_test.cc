// Letters that came back (tasks.md §6.4).
#include "receipts/returned_letters.h"

#include <gmock/gmock.h>

#include "support/archive.h"
#include "support/pipeline.h"

namespace herald::receipts {
namespace {

using notifications::Status;
using testing::IsEmpty;

class ReturnedLettersOf : public test::PipelineTest {
protected:
    void SetUp() override {
        store().write_now([&](db::Transaction& tx) {
            const services::ServiceStore services(clock(), ids(), sealer_);
            services.set_callback(tx, service_.id, services::CallbackType::returned_letter,
                                  {"https://service.example/returned", "the-token-of-returned-letters", {}});
            const templates::TemplateStore texts(clock(), ids());
            const auto made =
                std::get<templates::TemplateVersion>(texts.create(tx, {.service_id = service_.id,
                                                                       .type = notifications::Channel::letter,
                                                                       .name = "Reminder",
                                                                       .content = "Hello",
                                                                       .subject = "Subject"}));
            template_ = templates::find_template(tx, service_.id, made.id);
            pdf_template_ = texts.precompiled(tx, service_.id);
        });
    }

    /// Stores one; nobody has sent it by hand.
    Uuid add(const std::string& reference, bool is_pdf = false, bool is_from_api = true) {
        auto accepted = std::make_shared<notifications::Accepted>();
        auto& letter = accepted->message;
        const auto& source = is_pdf ? pdf_template_ : template_;
        letter.id = ids().next_ordered();
        letter.service_id = service_.id;
        letter.template_id = source->id;
        letter.template_version = source->version;
        if (is_from_api) letter.api_key_id = ids().next_random();
        letter.channel = notifications::Channel::letter;
        letter.reference = reference;
        letter.client_reference = "theirs";
        letter.created_at = clock().now();
        insert_unclaimed({accepted});
        return letter.id;
    }
    ReturnedLetters report(const std::vector<std::string>& references) {
        return store().write_now([&](db::Transaction& tx) {
            return record_returned_letters(tx, sealer_, ids(), clock().now(), 0, references);
        });
    }
    std::vector<std::string> bodies() {
        stages();
        loop_.run_for(std::chrono::seconds(3));
        std::vector<std::string> all;
        for (const auto& call : calls_) all.push_back(call.body);
        calls_.clear();
        return all;
    }

    templates::TemplatePtr template_, pdf_template_;
    const std::string first_ = "AAAAAAAAAAAAAAAA", second_ = "BBBBBBBBBBBBBBBB";
};
HERALD_ON_BOTH_STORES(ReturnedLettersOf);

TEST_P(ReturnedLettersOf, AreMarkedCountedReportedAndToldOnce) {
    const Uuid letter = add(first_), other = add(second_);
    const auto result = report({first_, "UNKNOWNUNKNOWN00", first_});
    EXPECT_EQ(result.live, 1u);
    EXPECT_EQ(result.archived, 0u);
    EXPECT_EQ(result.unknown, 1u);
    EXPECT_EQ(stored(letter).status, Status::returned_letter);
    EXPECT_EQ(stored(letter).updated_at, clock().now());
    EXPECT_EQ(stored(other).status, Status::created);
    EXPECT_EQ(count("returned_letters"), 1);
    EXPECT_EQ(count("notification_counts", "status = 'returned-letter' AND count = 1"), 1);
    const auto told = bodies();
    ASSERT_EQ(told.size(), 1u);
    const auto body = JsonDocument::parse(told[0]);
    EXPECT_EQ(body->root()["notification_id"].text(), letter.to_string());
    EXPECT_EQ(body->root()["reference"].text(), "theirs");
    EXPECT_EQ(body->root()["sent_by"].text(), "API");
    EXPECT_EQ(body->root()["template_name"].text(), "Reminder");
    EXPECT_EQ(body->root()["template_version"].as_integer(), 1);

    // The same list again, with one that is new.
    const Timestamp before = clock().now();
    clock().advance(std::chrono::hours(1));
    report({first_, second_});
    EXPECT_LT(*stored(letter).updated_at, before);
    EXPECT_EQ(count("returned_letters"), 2);
    const auto again = bodies();
    ASSERT_EQ(again.size(), 1u);
    EXPECT_NE(again[0].find(other.to_string()), std::string::npos);
}

TEST_P(ReturnedLettersOf, OfOnesOwnNameNoTemplate) {
    add(first_, true);
    add(second_, true, false);
    report({first_, second_});
    auto told = bodies();
    ASSERT_EQ(told.size(), 2u);
    std::sort(told.begin(), told.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    for (const auto& body : told)
        EXPECT_NE(body.find(R"("template_name":null,"template_id":"None","template_version":null)"), std::string::npos)
            << body;
    const auto uploaded = [](const std::string& body) {
        return body.find(R"("reference":null)") != std::string::npos &&
               body.find(R"("upload_letter_file_name":"theirs")") != std::string::npos;
    };
    EXPECT_EQ(std::count_if(told.begin(), told.end(), uploaded), 1) << "an upload is called by its file";
}

TEST_P(ReturnedLettersOf, AreFoundInHistoryToo) {
    const Uuid letter = add(first_);
    execute("UPDATE notifications SET status = 'delivered'");
    test::archive_messages(store());
    EXPECT_EQ(report({first_}).archived, 1u);
    EXPECT_EQ(count("notification_history", "status = 'returned-letter'"), 1);
    EXPECT_EQ(count("returned_letters"), 1);
    const auto told = bodies();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_NE(told[0].find(letter.to_string()), std::string::npos);
}

TEST_P(ReturnedLettersOf, AreStoredThoughNobodyWantsToKnow) {
    execute("DELETE FROM service_callbacks");
    add(first_);
    report({first_});
    EXPECT_EQ(count("returned_letters"), 1);
    EXPECT_THAT(bodies(), IsEmpty());
}

// A receipt for a text message or an email is never one for a letter.
TEST_P(ReturnedLettersOf, AreNotTouchedByOtherReceipts) {
    const Uuid letter = add(first_);
    receive(receipt_by_id(letter, Status::delivered));
    receive(receipt_by_reference(first_, Status::delivered));
    EXPECT_EQ(stored(letter).status, Status::created);
}

}  // namespace
}  // namespace herald::receipts
