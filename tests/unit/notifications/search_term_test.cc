#include "notifications/search_term.h"

#include <gtest/gtest.h>

namespace herald::notifications {
namespace {

using services::Channel;

struct Case {
    const char* typed;
    std::optional<Channel> channel;
    const char* needle;
};

// Contract admin-api-messages §9.2; S-050, S-051, S-053, S-054.
TEST(SearchTerms, AreReadByTheChannelThatIsSearched) {
    for (const auto& [typed, channel, needle] : {
             Case{"07700 900855", Channel::sms, "7700900855"},
             Case{"+44 (0)7700-900855", Channel::sms, "7700900855"},
             Case{"0044 7700 900855", Channel::sms, "7700900855"},
             Case{"+33 6 12 34 56 78", Channel::sms, "612345678"},
             Case{"+1 664 491 3789", Channel::sms, "6644913789"},
             Case{"900 855", Channel::sms, "900855"},
             Case{"0855", Channel::sms, "855"},
             Case{"0770", Channel::sms, "770"},
             Case{"00", Channel::sms, ""},
             Case{"01234 567890", Channel::sms, "1234567890"},
             Case{"Jack@Gmail.com ", Channel::email, "jack@gmail.com"},
             Case{"JACK", Channel::email, "jack"},
             Case{" jack", Channel::email, " jack"},
             Case{"1 High St\tLondon", Channel::letter, "1highstlondon"},
             Case{"07700 900855", std::nullopt, "07700900855"},
             Case{"+447700900855", std::nullopt, "+447700900855"},
             Case{"JACK", std::nullopt, "jack"},
             Case{"", Channel::sms, ""},
         })
        EXPECT_EQ(SearchTerm::read(typed, channel).recipient, needle) << typed;
}

// S-052, S-055, S-056: one box for both, and no character of it means anything but itself.
TEST(SearchTerms, MatchTheRecipientOrTheReference) {
    const auto matches = [](const char* typed, std::optional<Channel> channel, const char* recipient,
                            std::optional<std::string_view> reference) {
        return SearchTerm::read(typed, channel).matches(recipient, reference);
    };
    EXPECT_TRUE(matches("077", Channel::email, "077@example.com", std::nullopt));
    EXPECT_FALSE(matches("077", std::nullopt, "447711111111", std::nullopt));
    EXPECT_TRUE(matches("77", std::nullopt, "447711111111", std::nullopt));
    EXPECT_TRUE(matches("abc", Channel::email, "wrong@example.com", "Case ABC 7"));
    EXPECT_TRUE(matches("É", std::nullopt, "44", "né")) << "as people write it";
    EXPECT_FALSE(matches("case  abc", Channel::email, "wrong@example.com", "Case ABC 7")) << "as typed";
    EXPECT_FALSE(matches("00", Channel::sms, "447700900855", std::nullopt)) << "nothing is left of it";
    EXPECT_TRUE(matches("00", Channel::sms, "447700900855", "00")) << "the reference is searched for the term as typed";
}

}  // namespace
}  // namespace herald::notifications
