#include "receipts/letter_tokens.h"

#include <gtest/gtest.h>

#include "unsubscribe/links.h"

namespace herald::receipts {
namespace {

class LetterTokens : public testing::Test {
protected:
    std::string token() const {
        const std::string url = letter_status_url(sealer_, id_, "https://api.example");
        const std::string start = "https://api.example/notifications/letter/status?token=";
        EXPECT_TRUE(url.starts_with(start)) << url;
        return url.substr(start.size());
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const crypto::OldSignature old_{"the former secret key", "the former salt"};
    const Uuid id_ = *Uuid::parse("26785a09-ab16-4eb0-8407-a37497a57506");
};

TEST_F(LetterTokens, NameTheLetterAndHoldOnlyWhole) {
    const std::string made = token();
    EXPECT_NE(made, token()) << "another one each time, and both hold";
    EXPECT_EQ(read_letter_token(sealer_, nullptr, made), id_.to_string());
    EXPECT_EQ(read_letter_token(sealer_, &old_, token()), id_.to_string());
    EXPECT_EQ(made.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    std::string changed = made;
    changed[30] = changed[30] == 'A' ? 'B' : 'A';
    for (const std::string& wrong : {changed, made.substr(1), std::string(), id_.to_string()})
        EXPECT_FALSE(read_letter_token(sealer_, &old_, wrong)) << wrong;
    const std::vector<std::string> others{"another installation's secret"};
    EXPECT_FALSE(read_letter_token(crypto::Sealer(others), &old_, made));
}

TEST_F(LetterTokens, OfAnotherKindAreNone) {
    VirtualClock clock(*Timestamp::parse_iso("2026-11-02T10:00:00Z"));
    const unsubscribe::LinkMaker links(sealer_, clock, "");
    const std::string link = links.make(id_, id_.to_string()).one_click;
    EXPECT_FALSE(read_letter_token(sealer_, &old_, link.substr(link.rfind('/') + 1)));
}

// Made by a former installation: see the tests of crypto::OldSignature.
TEST_F(LetterTokens, OfAFormerInstallationHoldWhereItsKeysAreKnown) {
    const std::string token = "IjI2Nzg1YTA5LWFiMTYtNGViMC04NDA3LWEzNzQ5N2E1NzUwNiI.Zh9mysq8v_nw0-AdpyEvJ8tC0d4";
    EXPECT_EQ(read_letter_token(sealer_, &old_, token), id_.to_string());
    EXPECT_FALSE(read_letter_token(sealer_, nullptr, token));
    EXPECT_FALSE(read_letter_token(sealer_, &old_, token + "x"));
}

}  // namespace
}  // namespace herald::receipts
