// The commands on a real store of each kind, by the words that people type.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/command.h"
#include "app/commands/commands.h"
#include "base/json.h"
#include "services/api_key_store.h"
#include "support/database.h"

namespace herald::app {
namespace {

using testing::HasSubstr;

class Commands : public test::StoreTest {
protected:
    struct Result {
        int code;
        std::string out, errors;
    };

    void SetUp() override {
        data_ = std::filesystem::temp_directory_path() /
                ("herald-commands-" + RandomIdSource(SystemClock()).next_random().to_string());
    }
    void TearDown() override { std::filesystem::remove_all(data_); }

    Result run(std::vector<std::string> words) {
        words.insert(words.begin(), "herald");
        words.insert(words.end(), {"--data", data_});
        if (engine() == db::Engine::postgres)
            words.insert(words.end(),
                         {"--database-url", database().address(), "--secret", "the secret of these tests"});
        std::vector<const char*> arguments;
        for (const auto& word : words) arguments.push_back(word.c_str());
        CommandRegistry commands;
        add_service_commands(commands);
        add_template_commands(commands);
        add_api_key_commands(commands);
        add_people_commands(commands);
        add_migrate_command(commands);
        std::stringstream out, errors;
        const int code = commands.run(static_cast<int>(arguments.size()), arguments.data(), out, errors);
        return {code, out.str(), errors.str()};
    }
    JsonDocument json(std::vector<std::string> words) {
        words.push_back("--json");
        const auto result = run(words);
        EXPECT_EQ(result.code, 0) << result.errors;
        auto parsed = JsonDocument::parse(result.out);
        if (!parsed) throw std::runtime_error("no JSON: " + result.out + result.errors);
        return std::move(*parsed);
    }
    std::string make_service(const std::string& name) {
        return std::string(json({"service", "create", "--name", name})["id"].text());
    }

    std::string data_;
};
HERALD_ON_BOTH_STORES(Commands);

TEST_P(Commands, MakeAServiceThatIsListedAndShown) {
    const auto made =
        json({"service", "create", "--name", "Pay a fine", "--live", "--permission", "sms", "--permission", "email",
              "--callback-url", "http://127.0.0.1:1/x", "--callback-token", "0123456789"});
    const std::string id(made["id"].text());
    EXPECT_EQ(made["live"].as_bool(), true);
    const auto listed = json({"service", "list"});
    ASSERT_EQ(listed["services"].size(), 1u);
    EXPECT_EQ(listed["services"][0]["id"].text(), id);
    EXPECT_THAT(run({"service", "list"}).out, HasSubstr(id + "  live"));
    for (const std::string& which : {id, std::string("pay A fine")}) {
        const auto shown = json({"service", "show", which});
        EXPECT_EQ(shown["name"].text(), "Pay a fine");
        EXPECT_EQ(shown["permissions"].size(), 2u);
        EXPECT_EQ(shown["callback_url"].text(), "http://127.0.0.1:1/x");
        EXPECT_EQ(shown["sms_senders"][0]["sms_sender"].text(), "HERALD");
    }
    const auto text = run({"service", "show", id}).out;
    EXPECT_THAT(text, HasSubstr("Pay a fine"));
    EXPECT_THAT(text, testing::Not(HasSubstr("0123456789")));
}

TEST_P(Commands, SayWhyTheyFail) {
    make_service("Taken");
    const auto again = run({"service", "create", "--name", "TAKEN"});
    EXPECT_EQ(again.code, 1);
    EXPECT_EQ(again.errors, "herald: Duplicate service name 'TAKEN'\n");
    const auto far = run(
        {"service", "create", "--name", "x", "--callback-url", "http://example.com", "--callback-token", "0123456789"});
    EXPECT_EQ(far.code, 1);
    EXPECT_EQ(far.errors, "herald: A callback URL must be a valid https URL\n");
    EXPECT_EQ(run({"service", "show", "Nobody"}).errors, "herald: there is no service Nobody\n");
    EXPECT_EQ(run({"template", "update", "x"}).code, 2);
    const std::string unknown = ids().next_random().to_string();
    EXPECT_EQ(run({"template", "update", unknown}).errors, "herald: there is no template " + unknown + "\n");
    EXPECT_EQ(run({"api-key", "revoke", unknown}).errors, "herald: there is no API key " + unknown + "\n");
}

TEST_P(Commands, ChangeAServiceWholeOrNotAtAll) {
    const auto id = make_service("Trial");
    const auto changed =
        json({"service", "update", id, "--live", "--sms-sender", "NEWNAME", "--reply-to", "us@example.com"});
    EXPECT_EQ(changed["live"].as_bool(), true);
    EXPECT_EQ(changed["sms_message_limit"].as_integer(), 250'000);
    EXPECT_EQ(changed["email_reply_to"][0]["email_address"].text(), "us@example.com");
    EXPECT_EQ(run({"service", "update", id, "--trial", "--reply-to", "nonsense"}).code, 1);
    EXPECT_EQ(json({"service", "show", id})["live"].as_bool(), true);
}

TEST_P(Commands, MakeAndChangeTemplates) {
    const auto service = make_service("Templates");
    const auto made = json({"template", "create", "--service", service, "--type", "email", "--name", "Welcome",
                            "--content", "Dear ((name))", "--subject", "Hello"});
    const std::string id(made["id"].text());
    EXPECT_EQ(made["version"].as_integer(), 1);
    EXPECT_EQ(json({"template", "update", id, "--content", "Dear ((first name))"})["version"].as_integer(), 2);
    EXPECT_EQ(json({"template", "update", id, "--content", "Dear ((first name))"})["version"].as_integer(), 2);
    const auto listed = json({"template", "list", "--service", "Templates"});
    ASSERT_EQ(listed["templates"].size(), 1u);
    EXPECT_EQ(listed["templates"][0]["content"].text(), "Dear ((first name))");
    EXPECT_EQ(listed["templates"][0]["subject"].text(), "Hello");
    EXPECT_THAT(run({"template", "list", "--service", service}).out, HasSubstr(id + "  email  2"));
    EXPECT_EQ(run({"template", "create", "--service", service, "--type", "sms", "--name", "n", "--content",
                   std::string(919, 'x')})
                  .errors,
              "herald: Content has a character count greater than the limit of 918\n");
    EXPECT_EQ(json({"template", "update", id, "--archive"})["version"].as_integer(), 3);
    EXPECT_EQ(json({"template", "list", "--service", service})["templates"].size(), 0u);
}

TEST_P(Commands, MakeListAndRevokeKeys) {
    const auto service = make_service("Keys");
    const auto made = json({"api-key", "create", "--service", service, "--name", "my-key", "--type", "team"});
    const auto key = services::parse_key(made["key"].text());
    ASSERT_TRUE(key);
    EXPECT_EQ(key->service_id.to_string(), service);
    const auto listed = json({"api-key", "list", "--service", service});
    EXPECT_EQ(listed["api_keys"][0]["name"].text(), "my-key");
    EXPECT_EQ(listed["api_keys"][0]["key_type"].text(), "team");
    EXPECT_TRUE(listed["api_keys"][0]["expiry_date"].is_null());
    EXPECT_THAT(run({"api-key", "list", "--service", service}).out, testing::Not(HasSubstr(key->secret)));
    EXPECT_EQ(run({"api-key", "create", "--service", service, "--name", "my-key"}).errors,
              "herald: The service has a key named 'my-key' already; revoke it or choose another name\n");
    EXPECT_EQ(json({"api-key", "revoke", std::string(made["id"].text())})["revoked"].as_bool(), true);
    EXPECT_FALSE(json({"api-key", "list", "--service", service})["api_keys"][0]["expiry_date"].is_null());
}

TEST_P(Commands, AddGuestsAndTeamMembers) {
    const auto service = make_service("People");
    EXPECT_EQ(
        json({"guest-list", "add", "--service", service, "07700900123", "guest@example.com"})["added"].as_integer(), 2);
    json({"team", "add", "--service", service, "--name", "Amala", "--email", "amala@example.com", "--phone",
          "07700900456"});
    EXPECT_EQ(json({"service", "show", service})["allowed_recipients"].to_json(),
              R"(["447700900123","447700900456","amala@example.com","guest@example.com"])");
    EXPECT_EQ(run({"guest-list", "add", "--service", service, "nobody"}).errors,
              "herald: Must not contain letters or symbols: nobody\n");
}

TEST_P(Commands, MigrateOnceAndTellTheVersion) {
    json({"migrate"});
    const auto again = json({"migrate"});
    EXPECT_EQ(again["applied"].size(), 0u);
    EXPECT_FALSE(again["version"].text().empty());
    EXPECT_THAT(run({"migrate", "--pending"}).out, HasSubstr("Nothing to do\nThe schema is at "));
}

TEST_P(Commands, KeepTheSecretOfAnEmbeddedStoreToTheOwnerAndRefuseAnother) {
    make_service("First");
    if (engine() == db::Engine::postgres) {
        // There the secret is a setting, shared by every process; none is made.
        EXPECT_FALSE(std::filesystem::exists(data_ + "/secret"));
        return;
    }
    EXPECT_EQ(std::filesystem::status(data_ + "/secret").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(run({"service", "list", "--secret", "a secret that is another one"}).errors,
              "herald: the secret is not the one that this store was sealed with\n");
    std::string old;
    std::getline(std::ifstream(data_ + "/secret") >> std::ws, old);
    EXPECT_EQ(run({"service", "list", "--secret", "a secret that is another one", "--previous-secrets", old}).code, 0);
}

}  // namespace
}  // namespace herald::app
