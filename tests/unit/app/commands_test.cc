#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <sstream>

#include "app/command.h"
#include "app/commands/commands.h"
#include "base/clock.h"
#include "crypto/jwt.h"

namespace herald::app {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Result {
    int code;
    std::string out, errors;
};

Result run(CommandRegistry& commands, std::vector<const char*> words) {
    words.insert(words.begin(), "herald");
    std::stringstream out, errors;
    const int code = commands.run(static_cast<int>(words.size()), words.data(), out, errors);
    return {code, out.str(), errors.str()};
}

/// The commands that this folder adds; none of these tests opens a store.
Result run(const std::vector<const char*>& words) {
    CommandRegistry commands;
    add_service_commands(commands);
    add_template_commands(commands);
    add_token_command(commands);
    add_check_config_command(commands);
    return run(commands, words);
}

TEST(CommandLine, WithoutACommandShowsItsHelpAndFails) {
    const auto result = run({});
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.errors, HasSubstr("check-config"));
    EXPECT_EQ(run({"service"}).code, 2);
    EXPECT_THAT(run({"service"}).errors, HasSubstr("create"));
}

TEST(CommandLine, ExplainsItself) {
    const auto all = run({"--help"});
    EXPECT_EQ(all.code, 0);
    EXPECT_THAT(all.out, HasSubstr("service"));
    EXPECT_THAT(all.out, HasSubstr("--help-settings"));
    EXPECT_THAT(all.out, testing::Not(HasSubstr("--mmg-key")));
    const auto one = run({"service", "create", "--help"});
    EXPECT_EQ(one.code, 0);
    EXPECT_THAT(one.out, HasSubstr("Example:\n  herald service create --name"));
    const auto settings = run({"--help-settings"});
    EXPECT_EQ(settings.code, 0);
    EXPECT_THAT(settings.out, HasSubstr("--mmg-key TEXT\n"));
    EXPECT_THAT(settings.out,
                HasSubstr("--send-retries COUNT\n      Tries after the first before a message is given up (48)\n"));
}

struct Mistake {
    std::vector<const char*> words;
    std::string says;
};

class CommandLineMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(CommandLineMistakes, EndWithTwoAndOneLine) {
    const auto result = run(GetParam().words);
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.errors, StartsWith("herald: "));
    EXPECT_THAT(result.errors, HasSubstr(GetParam().says));
    EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Table, CommandLineMistakes,
    testing::Values(
        Mistake{{"sevice"}, "sevice"}, Mistake{{"service", "create"}, "--name is required"},
        Mistake{{"service", "create", "--name", "x", "--callback-url", "https://e.com"}, "--callback-token"},
        Mistake{{"service", "update", "x", "--live", "--trial"}, "--live"},
        Mistake{{"service", "list", "extra"}, "extra"},
        Mistake{{"service", "list", "--databse-url", "x"}, "did you mean --database-url?"},
        Mistake{{"service", "list", "--send-retries", "many"}, "--send-retries must be a whole number"},
        Mistake{{"template", "create", "--service", "s", "--type", "fax", "--name", "n", "--content", "c"}, "fax"},
        Mistake{{"token", "--api-key", "nonsense"}, "an API key is a name, a service's id and a secret"},
        Mistake{{"check-config", "--sns-verify", "perhaps"}, "--sns-verify must be one of auto,on,off"}));

TEST(CommandLine, SaysEverythingThatIsWrongWithTheSettings) {
    const auto result = run({"check-config", "--sns-verify", "perhaps", "--send-retries", "-1"});
    EXPECT_EQ(result.code, 2);
    EXPECT_EQ(std::count(result.errors.begin(), result.errors.end(), '\n'), 2);
}

TEST(CommandLine, ShowsTheSettingsInForceWithoutSecrets) {
    const auto text = run({"check-config", "--data", "/nowhere", "--mmg-key", "hunter2"});
    EXPECT_EQ(text.code, 0);
    EXPECT_THAT(text.out, HasSubstr("data = \"/nowhere\"  # flag\n"));
    EXPECT_THAT(text.out, HasSubstr("mmg-key = (set)  # flag\n"));
    EXPECT_THAT(text.out, testing::Not(HasSubstr("hunter2")));
    const auto json = run({"check-config", "--data", "/nowhere", "--mmg-key", "hunter2", "--json"});
    EXPECT_THAT(json.out, HasSubstr("\"mmg-key\":\"(set)\""));
    EXPECT_THAT(json.out, testing::Not(HasSubstr("hunter2")));
    EXPECT_THAT(run({"check-config", "--send-retries", "x", "--json"}).out, HasSubstr("{\"errors\":["));
}

TEST(CommandLine, PrintsTheExampleFileThatIsInTheDocumentation) {
    const auto result = run({"check-config", "--example"});
    EXPECT_EQ(result.code, 0);
    std::ifstream file(std::string(HERALD_SOURCE_DIR) + "/docs/herald.example.toml");
    std::stringstream content;
    content << file.rdbuf();
    EXPECT_EQ(content.str(), result.out) << "herald check-config --example > docs/herald.example.toml";
}

TEST(CommandLine, MakesTokensThatVerify) {
    const std::string service = "26785a09-ab16-4eb0-8407-a37497a57506", secret = "3d844edf-8d35-48ac-975b-e847b4f122b0";
    const std::string key = "my-key-" + service + "-" + secret;
    for (const char* flag : {"--api-key", "--key"}) {
        const auto result = run({"token", flag, key.c_str()});
        EXPECT_EQ(result.code, 0);
        const auto token = crypto::parse_token(std::string_view(result.out).substr(0, result.out.size() - 1));
        ASSERT_TRUE(token);
        EXPECT_EQ(token->issuer, service);
        EXPECT_EQ(crypto::verify_token(*token, secret, SystemClock().now()), crypto::TokenVerdict::accepted);
    }
    EXPECT_THAT(run({"token", "--key", key.c_str(), "--json"}).out, StartsWith("{\"token\":\"ey"));
}

TEST(CommandLine, ReportsAFailureInOneLine) {
    CommandRegistry commands;
    CLI::App& fails = commands.add(commands.root(), "fail", "Fails");
    commands.on(fails, [](CommandContext&) -> int { throw std::runtime_error("first line\nsecond line\n"); });
    CLI::App& refuses = commands.add(commands.root(), "refuse", "Refuses");
    commands.on(refuses, [](CommandContext&) -> int { throw CommandError("no"); });
    EXPECT_EQ(run(commands, {"fail"}).errors, "herald: first line second line\n");
    EXPECT_EQ(run(commands, {"refuse"}).errors, "herald: no\n");
    EXPECT_EQ(run(commands, {"refuse"}).code, 1);
}

}  // namespace
}  // namespace herald::app
