#include "services/basic_credentials.h"

#include <gtest/gtest.h>

namespace herald::services {
namespace {

TEST(BasicCredentials, AreReadFromTheHeader) {
    struct Case {
        const char* header;
        const char *user, *password;
    };
    for (const auto& [header, user, password] : {
             Case{"Basic bm90aWZ5OnNlY3JldA==", "notify", "secret"},
             Case{"basic bm90aWZ5OnNlY3JldA==", "notify", "secret"},
             Case{"Basic bm90aWZ5OmE6Yg==", "notify", "a:b"},
             Case{"Basic bm90aWZ5", "notify", ""},
         }) {
        const auto read = read_basic_credentials(header);
        ASSERT_TRUE(std::holds_alternative<BasicCredentials>(read)) << header;
        EXPECT_EQ(std::get<BasicCredentials>(read).user, user);
        EXPECT_EQ(std::get<BasicCredentials>(read).password, password);
    }
}

TEST(BasicCredentials, AreMissingOrOfAnotherScheme) {
    for (const char* header : {"", "Basic", "Basic !!!"})
        EXPECT_EQ(std::get<NoCredentials>(read_basic_credentials(header)), NoCredentials::missing) << header;
    for (const char* header : {"Bearer bm90aWZ5OnNlY3JldA==", "token", "Basics bm90aWZ5"})
        EXPECT_EQ(std::get<NoCredentials>(read_basic_credentials(header)), NoCredentials::other_scheme) << header;
}

TEST(BasicCredentials, MayBeAnyOfAListButNotAnEmptyOne) {
    const std::vector<std::string> allowed{"one", "two", ""};
    EXPECT_TRUE(is_one_of(allowed, "one"));
    EXPECT_TRUE(is_one_of(allowed, "two"));
    EXPECT_FALSE(is_one_of(allowed, "three"));
    EXPECT_FALSE(is_one_of(allowed, ""));
    EXPECT_FALSE(is_one_of({}, "one"));
}

TEST(BasicCredentials, AreRefusedInTheContractsWords) {
    EXPECT_EQ(credentials_missing().status, 401);
    EXPECT_EQ(credentials_missing().body,
              R"({"result":"error","message":"Unauthorized: authentication token must be provided"})");
    EXPECT_EQ(credentials_missing().headers.at(0).name, "WWW-Authenticate");
    EXPECT_EQ(credentials_missing().headers.at(0).value, "Bearer");
    EXPECT_EQ(credentials_refused().status, 403);
    EXPECT_EQ(credentials_refused().body,
              R"({"result":"error","message":"Forbidden: invalid authentication token provided"})");
}

}  // namespace
}  // namespace herald::services
