// Letters on their way into the store and out of it again.

#include <gtest/gtest.h>

#include "notifications/cancelling.h"
#include "notifications/letter_drafter.h"
#include "support/accept.h"
#include "support/database.h"
#include "support/inline_store.h"
#include "support/memory_objects.h"
#include "support/sample_service.h"
#include "support/virtual_loop.h"

namespace herald::notifications {
namespace {

using namespace std::chrono_literals;

class Letters : public test::StoreTest {
protected:
    /// A process that delivers what it accepts.
    struct Delivering final : HandOff {
        Uuid reserve(std::size_t) override { return owner; }
        void take(AcceptedPtr accepted, const Uuid&) override { taken.push_back(std::move(accepted)); }
        void lose_track() override {}
        Uuid owner;
        std::vector<AcceptedPtr> taken;
    };

    void SetUp() override {
        clock().set(*Timestamp::parse_iso("2026-01-20T12:00:00Z"));
        store().write_now([&](db::Transaction& tx) {
            const templates::TemplateStore texts(clock(), ids());
            const auto made = std::get<templates::TemplateVersion>(texts.create(tx, {.service_id = service_.id,
                                                                                     .type = Channel::letter,
                                                                                     .name = "Letter",
                                                                                     .content = "Hello ((name))",
                                                                                     .subject = "Subject"}));
            template_id_ = made.id;
        });
    }

    services::Caller caller(KeyType type = KeyType::normal) {
        key_.type = type;
        return {service_.service, &key_};
    }
    Drafted draft_pdf(KeyType type = KeyType::normal) {
        auto body = parse_letter_body(R"({"reference":"r","content":"JVBERi0="})");
        auto read = read_precompiled_letter_request(std::move(std::get<LetterBody>(body)), clock().now());
        const auto from = caller(type);
        return loop_.run(drafter_.precompiled(from, std::get<PrecompiledLetterRequest>(read)));
    }
    Drafted draft_letter(KeyType type = KeyType::normal) {
        auto body = parse_letter_body(R"({"template_id":")" + template_id_.to_string() +
                                      R"(","personalisation":{"name":"Ada","address_line_1":"Ada",)"
                                      R"("address_line_2":"1 Street","address_line_3":"SW1A 1AA"}})");
        auto read = read_letter_request(std::move(std::get<LetterBody>(body)), clock().now());
        const auto from = caller(type);
        const http::Request request;
        return loop_.run(drafter_.templated(request, from, std::get<LetterRequest>(read)));
    }
    Notification accept(Drafted drafted) {
        auto& draft = std::get<Draft>(drafted);
        const Uuid id = draft.accepted->message.id;
        EXPECT_TRUE(loop_.run(test::accept(intake_, draft.accepted)));
        return stored(id);
    }
    Notification stored(const Uuid& id) {
        return *store().read_now([&](db::Transaction& tx) { return find(tx, sealer_, service_.id, id); });
    }
    Cancelling::Result cancel(const Uuid& id) { return loop_.run(cancelling_.cancel(*service_.service, id)); }
    std::int64_t number(const std::string& text) {
        const auto statement = test::ad_hoc(text, text, 0);
        return store().read_now([&](db::Transaction& tx) { return tx.query(statement, {})[0].get<std::int64_t>(0); });
    }
    std::int64_t counted(const std::string& status) {
        return number("SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM notification_counts WHERE status = '" +
                      status + "'");
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    test::VirtualLoop loop_{clock()};
    test::InlineStore inline_{store()};
    test::SampleService service_ = test::make_sample_service(store(), clock(), ids(), sealer_);
    Uuid template_id_;
    services::ApiKey key_{.id = ids().next_random(), .type = KeyType::normal};
    test::MemoryObjects objects_;
    services::Directory services_{inline_, loop_, clock(), sealer_};
    templates::TemplateDirectory templates_{inline_, loop_, services_};
    services::Authenticator authenticator_{services_, clock()};
    unsubscribe::LinkMaker links_{sealer_, clock(), "https://api.example"};
    limits::DailyLimits daily_limits_{inline_, loop_, clock(), 0};
    AnsweredRequests answered_{sealer_};
    Intake intake_{{inline_, loop_, clock(), sealer_, metrics(), daily_limits_, answered_, {}}, {}};
    LetterDrafter drafter_{{inline_, loop_, templates_, ids(), clock(), objects_}};
    Cancelling cancelling_{{inline_, loop_, clock(), sealer_, authenticator_, templates_, daily_limits_, {}, links_}};
};
HERALD_ON_BOTH_STORES(Letters);

TEST_P(Letters, AreStoredWithWhatThePrinterNeedsAndWithoutADelivery) {
    Delivering delivering;
    delivering.owner = ids().next_random();
    intake_.hand_off_to(&delivering);
    const Notification letter = accept(draft_letter());
    EXPECT_EQ(letter.status, Status::created);
    EXPECT_EQ(letter.recipient, "Ada\n1 Street\nSW1A 1AA");
    EXPECT_EQ(letter.normalised_recipient, "ada1streetsw1a1aa");
    EXPECT_EQ(letter.postage, letters::Postage::second);
    EXPECT_EQ(letter.reference->size(), 16u);
    EXPECT_EQ(letter.updated_at, std::nullopt) << "no PDF yet (S-034)";
    EXPECT_EQ(letter.billable_units, 0);
    EXPECT_EQ(number("SELECT count(*) FROM deliveries"), 0);
    EXPECT_TRUE(delivering.taken.empty());
    EXPECT_EQ(counted("created"), 1);
}

// Tasks.md §9.9.
TEST_P(Letters, OfATestKeyHaveEndedAtOnce) {
    const Notification letter = accept(draft_letter(KeyType::test));
    EXPECT_EQ(letter.status, Status::delivered);
    EXPECT_EQ(letter.completed_at(), letter.created_at);
    EXPECT_EQ(counted("delivered"), 1);
    EXPECT_FALSE(cancel(letter.id).is_cancelled);
    EXPECT_EQ(accept(draft_pdf(KeyType::test)).status, Status::pending_virus_check);
}

TEST_P(Letters, OfOnesOwnHaveTheirPdfStoredFirst) {
    objects_.is_broken = true;
    EXPECT_THROW(draft_pdf(), objects::ObjectStoreError);
    EXPECT_EQ(number("SELECT count(*) FROM notifications"), 0);
    objects_.is_broken = false;
    const Notification letter = accept(draft_pdf());
    EXPECT_EQ(letter.status, Status::pending_virus_check);
    ASSERT_EQ(objects_.all.size(), 1u);
    EXPECT_EQ(objects_.all.begin()->first, "letters-scan/NOTIFY." + *letter.reference + ".D.2.C.20260120120000.PDF");
    EXPECT_EQ(objects_.all.begin()->second, "%PDF-");
}

TEST_P(Letters, OfOnesOwnShareOneHiddenTemplate) {
    const Notification first = accept(draft_pdf()), second = accept(draft_pdf());
    EXPECT_EQ(first.template_id, second.template_id);
    // Two that need it first at the same time: the second finds it.
    const auto made = store().write_now(
        [&](db::Transaction& tx) { return templates::TemplateStore(clock(), ids()).precompiled(tx, service_.id); });
    EXPECT_EQ(made->id, first.template_id);
    EXPECT_TRUE(templates::is_precompiled(*made));
    EXPECT_EQ(made->subject, "Pre-compiled PDF");
    EXPECT_EQ(made->content, "");
    EXPECT_EQ(number("SELECT count(*) FROM templates_history WHERE hidden"), 1);
    const auto nobody = ids().next_random();
    EXPECT_THROW(store().write_now([&](db::Transaction& tx) {
        return templates::TemplateStore(clock(), ids()).precompiled(tx, nobody);
    }),
                 db::StoreError);
}

// Tasks.md §1.6: until half past five of the day it was made on.
TEST_P(Letters, AreTakenBackUntilPrintingBegins) {
    const Notification letter = accept(draft_letter()), pdf = accept(draft_pdf()), late = accept(draft_letter());
    clock().set(*Timestamp::parse_iso("2026-01-20T17:29:59.999999Z"));
    for (const Uuid& id : {letter.id, pdf.id, pdf.id}) {
        const auto result = cancel(id);
        EXPECT_TRUE(result.is_cancelled) << result.refusal;
        EXPECT_EQ(result.message->status, Status::cancelled);
        EXPECT_EQ(stored(id).updated_at, clock().now());
    }
    EXPECT_EQ(counted("cancelled"), 2);
    EXPECT_EQ(counted("created") + counted("pending-virus-check"), 1);
    EXPECT_EQ(number("SELECT CAST(SUM(count) AS BIGINT) FROM daily_totals"), 1);
    clock().set(*Timestamp::parse_iso("2026-01-20T17:30:00Z"));
    const auto refused = cancel(late.id);
    EXPECT_FALSE(refused.is_cancelled);
    EXPECT_EQ(refused.refusal, "It’s too late to cancel this letter. Printing started today at 5.30pm");
    EXPECT_EQ(stored(late.id).status, Status::created);
    clock().advance(1s);
    const Notification evening = accept(draft_letter());
    clock().set(*Timestamp::parse_iso("2026-01-21T17:29:59Z"));
    EXPECT_TRUE(cancel(evening.id).is_cancelled) << "it would have been printed on the next day";
}

TEST_P(Letters, ThatAreScheduledWaitForTheirDay) {
    auto drafted = draft_letter();
    std::get<Draft>(drafted).accepted->message.scheduled_for = *Timestamp::parse_iso("2026-01-23T09:00:00Z");
    const Notification letter = accept(std::move(drafted));
    clock().set(*Timestamp::parse_iso("2026-01-23T17:29:59Z"));
    EXPECT_TRUE(cancel(letter.id).is_cancelled);
}

TEST_P(Letters, AreListedByThemselves) {
    std::vector<Uuid> letters;
    for (int i = 0; i < 3; ++i) {
        letters.push_back(accept(draft_letter()).id);
        EXPECT_TRUE(loop_.run(test::accept(intake_, test::make_message(service_, ids(), clock().now()))));
        clock().advance(1s);
    }
    ListFilter filter;
    filter.channels = {Channel::letter, Channel::letter};
    filter.page_size = 2;
    const auto page = [&] {
        std::vector<Uuid> found;
        const auto rows = store().read_now([&](db::Transaction& tx) { return list(tx, sealer_, service_.id, filter); });
        for (const auto& letter : rows) found.push_back(letter.id);
        return found;
    };
    EXPECT_EQ(page(), (std::vector{letters[2], letters[1]}));
    filter.older_than = letters[1];
    EXPECT_EQ(page(), (std::vector{letters[0]}));
    filter.statuses = {Status::delivered};
    EXPECT_TRUE(page().empty());
}

}  // namespace
}  // namespace herald::notifications
