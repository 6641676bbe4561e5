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
    EXPECT_EQ(read_token(sealer_, token_of(links), clock_.now()), "ada@example.com");
}

TEST_F(UnsubscribeLinks, AreFreshEveryTimeAndAllHold) {
    const auto first = token_of(links_.make(id_, "ada@example.com"));
    const auto second = token_of(links_.make(id_, "ada@example.com"));
    EXPECT_NE(first, second);
    EXPECT_TRUE(read_token(sealer_, first, clock_.now()));
    EXPECT_TRUE(read_token(sealer_, second, clock_.now()));
}

TEST_F(UnsubscribeLinks, HoldForAYear) {
    const auto token = token_of(links_.make(id_, "ada@example.com"));
    clock_.advance(std::chrono::hours(24 * 365));
    EXPECT_TRUE(read_token(sealer_, token, clock_.now()));
    clock_.advance(std::chrono::seconds(1));
    EXPECT_FALSE(read_token(sealer_, token, clock_.now()));
}

TEST_F(UnsubscribeLinks, OfAnotherMakeAreRefused) {
    auto token = token_of(links_.make(id_, "ada@example.com"));
    token[20] = token[20] == 'A' ? 'B' : 'A';
    for (const std::string& wrong : {token, std::string(), std::string("ada@example.com"), std::string("!!!!")})
        EXPECT_FALSE(read_token(sealer_, wrong, clock_.now())) << wrong;
    const std::vector<std::string> others{"another installation's secret"};
    EXPECT_FALSE(read_token(crypto::Sealer(others), token_of(links_.make(id_, "a@b.example")), clock_.now()));
}

}  // namespace
}  // namespace herald::unsubscribe
