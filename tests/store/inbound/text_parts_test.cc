// Long received texts, which a message centre sends in parts (contract providers §20.4).
#include "inbound/text_parts.h"

#include <gmock/gmock.h>

#include "inbound/inbound_texts.h"
#include "inbound/number_store.h"
#include "smpp/alphabet.h"
#include "support/pipeline.h"

namespace herald::inbound {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

class TextParts : public test::PipelineTest {
protected:
    void SetUp() override {
        store().write_now([&](db::Transaction& tx) {
            EXPECT_FALSE(numbers_.create(tx, "07700900777", "smpp"));
            EXPECT_FALSE(numbers_.assign(tx, "07700900777", service_.id));
            const services::ServiceStore services(clock(), ids(), sealer_);
            EXPECT_FALSE(services.set_callback(tx, service_.id, services::CallbackType::inbound_sms,
                                               {"https://service.example/texts", "the-token-for-texts"}));
        });
        texts_.emplace(inline_, loop_, clock(), ids(), metrics(), sealer_, stages().lease, &stages().callbacks);
    }
    /// Part `number` of `total`, in UCS-2.
    static InboundText part(const std::string& content, std::int64_t number, std::int64_t total = 2,
                            std::int64_t reference = 7) {
        InboundText text;
        text.provider = "smpp";
        text.destination = "07700900777";
        text.sender = "447700900555";
        text.content = smpp::to_ucs2(content);
        text.part = {reference, total, number, smpp::coding_ucs2};
        return text;
    }
    Outcome take(InboundText text) {
        const Outcome outcome = loop_.run(texts_->accept(std::move(text)));
        clock().advance(1ms);
        return outcome;
    }
    std::size_t give_out_after(Duration passes) {
        loop_.run_for(passes);
        const Timestamp now = clock().now();
        std::size_t all = 0, batch = 1;
        while (batch > 0) {
            batch = store().write_now(
                [&](db::Transaction& tx) { return give_out_incomplete(tx, sealer_, ids(), now, now - 15min); });
            all += batch;
        }
        return all;
    }
    std::size_t forget(Duration later) {
        return store().write_now([&](db::Transaction& tx) { return forget_parts(tx, clock().now() + later); });
    }
    /// What the service can read, oldest first.
    std::vector<std::string> received() {
        std::vector<std::string> contents;
        auto texts = store().read_now([&](db::Transaction& tx) { return list(tx, sealer_, service_.id, Page{}); });
        std::ranges::reverse(texts);
        for (auto& text : texts) contents.push_back(std::move(text.content));
        return contents;
    }

    const NumberStore numbers_{clock(), ids()};
    std::optional<InboundTexts> texts_;
};
HERALD_ON_BOTH_STORES(TextParts);

TEST_P(TextParts, AreOneTextWhenAllAreThereInAnyOrder) {
    EXPECT_EQ(take(part("three", 3, 3)), Outcome::incomplete);
    EXPECT_EQ(take(part("one ", 1, 3)), Outcome::incomplete);
    EXPECT_THAT(received(), ElementsAre());
    EXPECT_EQ(take(part("two ", 2, 3)), Outcome::stored);
    EXPECT_THAT(received(), ElementsAre("one two three"));
    loop_.run_for(1s);
    ASSERT_EQ(calls_.size(), 1u);
    EXPECT_THAT(calls_[0].body, testing::HasSubstr(R"("message":"one two three")"));
    EXPECT_EQ(give_out_after(1h), 0u);
}

// A sender may have split a character between two parts.
TEST_P(TextParts, ArePutTogetherBeforeTheyAreRead) {
    InboundText first = part("", 1), second = part("", 2);
    const std::string whole = smpp::to_ucs2("😀!");
    first.content = whole.substr(0, 2);
    second.content = whole.substr(2);
    take(first);
    take(second);
    EXPECT_THAT(received(), ElementsAre("😀!"));
}

TEST_P(TextParts, MayHaveDifferentAlphabets) {
    InboundText first = part("", 1);
    first.content = *smpp::to_gsm7("£5 ");
    first.part->data_coding = smpp::coding_default;
    take(first);
    take(part("ŵ", 2));
    EXPECT_THAT(received(), ElementsAre("£5 ŵ"));
}

TEST_P(TextParts, OfDifferentTextsDoNotMeet) {
    take(part("a1 ", 1));
    take(part("b1 ", 1, 2, 8));
    take(part("c1 ", 1, 3));
    InboundText other = part("d2", 2);
    other.sender = "447700900556";
    take(other);
    EXPECT_THAT(received(), ElementsAre());
    take(part("b2", 2, 2, 8));
    take(part("a2", 2));
    EXPECT_THAT(received(), ElementsAre("b1 b2", "a1 a2"));
}

// A centre that has not heard the answer sends a part again, even after the text has become whole.
TEST_P(TextParts, ThatAreRepeatedCountOnce) {
    take(part("one ", 1));
    EXPECT_EQ(take(part("one ", 1)), Outcome::repeated);
    take(part("two", 2));
    EXPECT_EQ(take(part("two", 2)), Outcome::repeated);
    EXPECT_EQ(take(part("one ", 1)), Outcome::repeated);
    EXPECT_THAT(received(), ElementsAre("one two"));
    EXPECT_EQ(count("inbound_parts"), 2);
    EXPECT_EQ(forget(1h), 2u);
    EXPECT_EQ(count("inbound_parts"), 0);
}

// References are short and come again: with another content it is another text.
TEST_P(TextParts, OfANewTextWithAnOldReferenceAreJoined) {
    take(part("one ", 1));
    take(part("two", 2));
    EXPECT_EQ(take(part("three ", 1)), Outcome::incomplete);
    EXPECT_EQ(take(part("four", 2)), Outcome::stored);
    EXPECT_THAT(received(), ElementsAre("one two", "three four"));
    take(part("five ", 1));
    take(part("six ", 1));
    take(part("seven", 2));
    EXPECT_THAT(received(), ElementsAre("one two", "three four", "five ", "six seven"));
}

TEST_P(TextParts, ThatStayAloneAreGivenOutAsTheyAre) {
    take(part("same", 1, 3));
    take(part("same", 3, 3));
    EXPECT_EQ(give_out_after(14min), 0u);
    EXPECT_EQ(forget(24h), 0u) << "what waits is not forgotten";
    EXPECT_EQ(give_out_after(2min), 2u);
    EXPECT_EQ(give_out_after(2min), 0u);
    EXPECT_THAT(received(), ElementsAre("same", "same"));
    loop_.run_for(5s);
    EXPECT_EQ(calls_.size(), 2u);
    // One that comes later has nobody left to wait for; one that was there is known.
    EXPECT_EQ(take(part("same", 1, 3)), Outcome::repeated);
    EXPECT_EQ(take(part("late", 2, 3)), Outcome::stored);
    EXPECT_EQ(take(part("late", 2, 3)), Outcome::repeated);
    EXPECT_THAT(received(), ElementsAre("same", "same", "late"));
}

TEST_P(TextParts, OfNobodysNumberAreDropped) {
    InboundText text = part("one", 1);
    text.destination = "07700900778";
    EXPECT_EQ(take(text), Outcome::unwanted);
    EXPECT_EQ(count("inbound_parts"), 0);
    // A number that is taken away meanwhile wants nothing more.
    take(part("one", 1));
    store().write_now([&](db::Transaction& tx) { EXPECT_FALSE(numbers_.release(tx, "07700900777", "HERALD", true)); });
    EXPECT_EQ(give_out_after(1h), 1u);
    EXPECT_THAT(received(), ElementsAre());
}

TEST_P(TextParts, AreSealed) {
    take(part("a text", 1));
    const std::string hex = engine() == db::Engine::sqlite ? "hex(content)" : "encode(content, 'hex')";
    EXPECT_EQ(count("inbound_parts", "lower(" + hex + ") LIKE '%00610020007400650078%'"), 0);
}

TEST_P(TextParts, AreNotAnsweredWhileTheStoreTakesNothing) {
    inline_.fail_when([] { return test::InlineStore::Fault::refused; });
    EXPECT_THROW(take(part("one ", 1)), db::StoreUnavailable);
    inline_.fail_when(nullptr);
    take(part("one ", 1));
    take(part("two", 2));
    EXPECT_THAT(received(), ElementsAre("one two"));
}

// A provider without ids and dates cannot repeat: two equal texts are two.
TEST_P(TextParts, EqualTextsOfACentreAreTwo) {
    InboundText text = part("", 1);
    text.part.reset();
    text.content = "yes";
    store().write_now([&](db::Transaction& tx) {
        callbacks::Outbox outbox(tx, sealer_, ids(), clock().now(), Uuid{});
        EXPECT_EQ(accept(tx, sealer_, ids(), clock().now(), text, outbox), Outcome::stored);
        EXPECT_EQ(accept(tx, sealer_, ids(), clock().now(), text, outbox), Outcome::stored);
    });
    EXPECT_THAT(received(), ElementsAre("yes", "yes"));
}

}  // namespace
}  // namespace herald::inbound
