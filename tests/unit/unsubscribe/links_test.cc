#include "unsubscribe/links.h"

#include <gmock/gmock.h>

#include "base/ids.h"

namespace herald::unsubscribe {
namespace {

class UnsubscribeLinks : public testing::Test {
protected:
    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    VirtualClock clock_{*Timestamp::parse_iso("2026-11-02T10:00:00Z")};
    const LinkMaker links_{sealer_, clock_, "https://api.example"};
    const Uuid id_ = *Uuid::parse("26785a09-ab16-4eb0-8407-a37497a57506");

    static std::string token_of(const Links& links) { return links.one_click.substr(links.one_click.rfind('/') + 1); }
};

TEST_F(UnsubscribeLinks, NameTheMessageAndHideTheAddress) {
    const auto links = links_.make(id_, "ada@example.com");
    EXPECT_THAT(
        links.one_click,
        testing::MatchesRegex("https://api.example/unsubscribe/26785a09-ab16-4eb0-8407-a37497a57506/[A-Za-z0-9_-]+"));
    EXPECT_EQ(links.page,
              "https://api.example/unsubscribe/page/26785a09-ab16-4eb0-8407-a37497a57506/" + token_of(links));
    EXPECT_EQ(links.page.find("ada"), std::string::npos);
    EXPECT_EQ(read_token(sealer_, nullptr, token_of(links), clock_.now()), "ada@example.com");
}

TEST_F(UnsubscribeLinks, AreFreshEveryTimeAndAllHold) {
    const auto first = token_of(links_.make(id_, "ada@example.com"));
    const auto second = token_of(links_.make(id_, "ada@example.com"));
    EXPECT_NE(first, second);
    EXPECT_TRUE(read_token(sealer_, nullptr, first, clock_.now()));
    EXPECT_TRUE(read_token(sealer_, nullptr, second, clock_.now()));
}

TEST_F(UnsubscribeLinks, HoldForAYear) {
    const auto token = token_of(links_.make(id_, "ada@example.com"));
    clock_.advance(std::chrono::hours(24 * 365));
    EXPECT_TRUE(read_token(sealer_, nullptr, token, clock_.now()));
    clock_.advance(std::chrono::seconds(1));
    EXPECT_FALSE(read_token(sealer_, nullptr, token, clock_.now()));
}

TEST_F(UnsubscribeLinks, OfAnotherMakeAreRefused) {
    auto token = token_of(links_.make(id_, "ada@example.com"));
    token[20] = token[20] == 'A' ? 'B' : 'A';
    for (const std::string& wrong : {token, std::string(), std::string("ada@example.com"), std::string("!!!!")})
        EXPECT_FALSE(read_token(sealer_, nullptr, wrong, clock_.now())) << wrong;
    const std::vector<std::string> others{"another installation's secret"};
    EXPECT_FALSE(read_token(crypto::Sealer(others), nullptr, token_of(links_.make(id_, "a@b.example")), clock_.now()));
}

// Made by a former installation at 2025-11-24T16:00:00Z: see the tests of crypto::OldSignature.
TEST_F(UnsubscribeLinks, OfAFormerInstallationHoldForAYearToo) {
    const crypto::OldSignature old("the former secret key", "the former salt");
    const std::string token = "ImFkYUBleGFtcGxlLmNvbSI.aSSBAA.cEw2TTlz6rvYeczOHWw_Ig5mxb0";
    EXPECT_FALSE(read_token(sealer_, nullptr, token, clock_.now())) << "its keys are not known";
    EXPECT_EQ(read_token(sealer_, &old, token, clock_.now()), "ada@example.com");
    const Timestamp made = *Timestamp::parse_iso("2025-11-24T16:00:00Z");
    EXPECT_TRUE(read_token(sealer_, &old, token, made + std::chrono::hours(24 * 365)));
    EXPECT_FALSE(read_token(sealer_, &old, token, made + std::chrono::hours(24 * 365) + std::chrono::seconds(1)));
    EXPECT_FALSE(read_token(sealer_, &old, token, made - std::chrono::seconds(1))) << "made tomorrow";
    // Our own links hold beside them.
    EXPECT_TRUE(read_token(sealer_, &old, token_of(links_.make(id_, "a@b.example")), clock_.now()));
}

TEST_F(UnsubscribeLinks, OfAFormerInstallationWithoutATimeHoldWhenTheyNameAnAddress) {
    const crypto::OldSignature old("the former secret key", "the former salt");
    EXPECT_EQ(read_token(sealer_, &old, "ImFkYUBleGFtcGxlLmNvbSI.ztrOP8ZIYQuHWgcII2srdwp8Q9Y", clock_.now()),
              "ada@example.com");
    // The token of a printer's callback.
    const char* letter = "IjI2Nzg1YTA5LWFiMTYtNGViMC04NDA3LWEzNzQ5N2E1NzUwNiI.Zh9mysq8v_nw0-AdpyEvJ8tC0d4";
    EXPECT_FALSE(read_token(sealer_, &old, letter, clock_.now()));
}

}  // namespace
}  // namespace herald::unsubscribe
