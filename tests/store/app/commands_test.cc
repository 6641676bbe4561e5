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
        add_sender_commands(commands);
        add_protected_sender_commands(commands);
        add_inbound_number_commands(commands);
        add_callback_commands(commands);
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
    EXPECT_EQ(run({"service", "update", id, "--sms-sender", "Verify"}).code, 1);
    EXPECT_EQ(json({"service", "show", id})["live"].as_bool(), true);
}

// content.md §2.7: whoever sends as a bank or an authority cheats.
TEST_P(Commands, ProtectSenderIds) {
    const auto id = make_service("Senders");
    const auto create = [&](const std::string& sender) {
        return run({"sms-sender", "create", "--service", id, "--sender", sender});
    };
    EXPECT_EQ(json({"protected-sender", "add", "HM RC", "Example Bank"})["protected"].size(), 2u);
    EXPECT_EQ(run({"protected-sender", "add", "hmrc"}).code, 0);
    EXPECT_EQ(run({"protected-sender", "add", " "}).errors, "herald: A sender ID to protect must not be blank\n");
    const auto listed = json({"protected-sender", "list"});
    ASSERT_EQ(listed["sender_ids"].size(), 2u);
    EXPECT_EQ(listed["sender_ids"][0].text(), "examplebank");
    EXPECT_EQ(run({"protected-sender", "list"}).out, "examplebank\nhmrc\n");
    const auto refused = create("HmRc");
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.errors,
              "herald: Text message sender ID cannot be ‘HmRc’ - this is to protect recipients from phishing scams\n");
    EXPECT_EQ(run({"service", "update", id, "--sms-sender", "H M R C"}).code, 1);
    EXPECT_EQ(run({"protected-sender", "remove", "HMRC"}).code, 0);
    EXPECT_EQ(run({"protected-sender", "remove", "HMRC"}).errors, "herald: ‘HMRC’ is not a protected sender ID\n");
    EXPECT_EQ(create("HmRc").code, 0);
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
    EXPECT_EQ(run({"template", "update", id, "--content", ""}).errors,
              "herald: A template's content must not be blank\n");
    EXPECT_EQ(run({"template", "update", id, "--name", ""}).errors, "herald: A template's name must not be blank\n");
    EXPECT_EQ(json({"template", "update", id, "--archive"})["version"].as_integer(), 3);
    EXPECT_EQ(json({"template", "list", "--service", service})["templates"].size(), 0u);
}

TEST_P(Commands, AttachFilesToTemplates) {
    const auto service = make_service("Files");
    const auto make = [&](const char* type) {
        std::vector<std::string> words{"template", "create", "--service", service,     "--type",
                                       type,       "--name", "Plan",      "--content", "((plan.txt))"};
        if (std::string(type) == "email") words.insert(words.end(), {"--subject", "The plan"});
        return std::string(json(words)["id"].text());
    };
    const auto id = make("email");
    std::filesystem::create_directories(data_);  // on PostgreSQL nothing else has needed it so far
    const std::string path = data_ + "/plan.txt";
    std::ofstream(path) << "The plan is this.\n";
    const auto attached = json({"template", "attach", "--id", id, "--file", path, "--link-text", "the plan",
                                "--retention-weeks", "4", "--no-confirm-email"});
    EXPECT_EQ(attached["is_named"].as_bool(), true);
    const auto listed = json({"template", "files", "--id", id});
    ASSERT_EQ(listed["files"].size(), 1u);
    const auto file = listed["files"][0];
    EXPECT_EQ(file["filename"].text(), "plan.txt");
    EXPECT_EQ(file["link_text"].text(), "the plan");
    EXPECT_EQ(file["retention_period"].as_integer(), 4);
    EXPECT_EQ(file["validate_users_email"].as_bool(), false);
    EXPECT_TRUE(std::filesystem::exists(data_ + "/objects/" + service + "/" + std::string(file["id"].text())));
    EXPECT_THAT(run({"template", "attach", "--id", id, "--file", path, "--name", "map.txt"}).out,
                HasSubstr("put ((map.txt)) there"));
    EXPECT_THAT(run({"template", "files", "--id", id}).out, HasSubstr("yes             map.txt"));

    const auto refused = [&](const std::string& which, const std::string& name) {
        const auto result = run({"template", "attach", "--id", which, "--file", path, "--name", name});
        EXPECT_EQ(result.code, 1);
        return result.errors;
    };
    EXPECT_EQ(refused(id, "PLAN.txt"), "herald: File named PLAN.txt already exists for template id " + id + "\n");
    EXPECT_THAT(refused(id, "plan.exe"), HasSubstr("Unsupported file type '.exe'"));
    EXPECT_EQ(refused(make("sms"), "x.txt"), "herald: Cannot add an email file to a non-email template\n");
    EXPECT_EQ(run({"template", "attach", "--id", id, "--file", path + "?"}).errors,
              "herald: cannot read " + path + "?\n");
    EXPECT_EQ(json({"template", "detach", "--id", id, "--name", "plan.txt"})["version"].as_integer(), 2);
    EXPECT_EQ(json({"template", "files", "--id", id})["files"].size(), 1u);
    EXPECT_EQ(run({"template", "detach", "--id", id, "--name", "plan.txt"}).errors,
              "herald: The template has no file named plan.txt\n");
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
    EXPECT_EQ(run({"guest-list", "add", "--service", service, "--email", "nobody"}).errors,
              "herald: Not a valid email address: nobody\n");
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

TEST_P(Commands, AddAndListSenders) {
    const auto service = make_service("Senders");
    const auto made = json({"sms-sender", "create", "--service", service, "--sender", "FINES", "--default"});
    const auto senders = json({"sms-sender", "list", "--service", service});
    ASSERT_EQ(senders["sms_senders"].size(), 2u);
    EXPECT_EQ(senders["sms_senders"][0]["id"].text(), made["id"].text());
    EXPECT_EQ(senders["sms_senders"][0]["is_default"].as_bool(), true);
    EXPECT_EQ(senders["sms_senders"][1]["is_default"].as_bool(), false);
    EXPECT_EQ(run({"sms-sender", "create", "--service", service, "--sender", "Info"}).errors,
              "herald: Text message sender ID cannot be Alert, Info or Verify as those are prohibited due to usage by "
              "spam\n");

    // The first is the default, whatever was asked for.
    json({"reply-to", "create", "--service", service, "--email", "one@example.com"});
    json({"reply-to", "create", "--service", service, "--email", "two@example.com"});
    EXPECT_EQ(json({"reply-to", "list", "--service", service})["email_addresses"][0]["email_address"].text(),
              "one@example.com");
    EXPECT_EQ(run({"reply-to", "create", "--service", service, "--email", "one@example.com"}).errors,
              "herald: ‘one@example.com’ is already a reply-to email address for this service.\n");
    EXPECT_THAT(run({"reply-to", "list", "--service", service}).out, HasSubstr("default  one@example.com"));
}

TEST_P(Commands, AddReturnAddressesAndGiveThemToLetters) {
    const auto service = make_service("Letters");
    const auto block = std::string(json({"letter-contact", "create", "--service", service, "--block",
                                         "1 Street\nTown\nAB1 2CD", "--default"})["id"]
                                       .text());
    json({"letter-contact", "create", "--service", service, "--block", "2 Street"});
    const auto listed = json({"letter-contact", "list", "--service", service});
    ASSERT_EQ(listed["contact_blocks"].size(), 2u);
    EXPECT_EQ(listed["contact_blocks"][0]["contact_block"].text(), "1 Street\nTown\nAB1 2CD");
    std::string eleven = "1";
    for (int i = 2; i <= 11; ++i) eleven += "\n" + std::to_string(i);
    EXPECT_EQ(run({"letter-contact", "create", "--service", service, "--block", eleven}).errors,
              "herald: This address is 11 lines long - the most you can have is 10 lines\n");

    const std::string letter(json({"template", "create", "--service", service, "--type", "letter", "--name", "L",
                                   "--content", "Dear ((name))", "--subject", "Hello"})["id"]
                                 .text());
    EXPECT_EQ(json({"template", "update", "--id", letter, "--letter-contact", block})["version"].as_integer(), 2);
    EXPECT_EQ(json({"template", "update", "--id", letter, "--letter-contact", block})["version"].as_integer(), 2);
    EXPECT_EQ(json({"template", "update", letter, "--no-letter-contact"})["version"].as_integer(), 3);
    const std::string unknown = ids().next_random().to_string();
    EXPECT_EQ(run({"template", "update", letter, "--letter-contact", unknown}).errors,
              "herald: The service has no return address " + unknown + "\n");
}

TEST_P(Commands, ChangeLimitsNamesAndEveryEndpoint) {
    const auto id = make_service("Limits");
    const auto changed = json({"service", "update", "--id", id, "--live", "--rate-limit", "6000", "--sms-limit", "7",
                               "--name", "Other limits", "--prefix-sms", "true"});
    EXPECT_EQ(changed["rate_limit"].as_integer(), 6000);
    EXPECT_EQ(changed["sms_message_limit"].as_integer(), 7);
    EXPECT_EQ(changed["email_message_limit"].as_integer(), 250'000);
    EXPECT_EQ(changed["name"].text(), "Other limits");
    EXPECT_FALSE(changed["signing_secrets"].exists());
    make_service("Taken");
    EXPECT_EQ(run({"service", "update", id, "--name", "taken"}).errors, "herald: Duplicate service name 'taken'\n");
    for (const std::string number : {"-1", "2147483648", "99999999999999999999"})
        EXPECT_EQ(run({"service", "update", id, "--sms-limit", number}).errors,
                  "herald: A limit must be a number from 0 to 2147483647\n")
            << number;
    EXPECT_THAT(run({"service", "update", id, "--sms-limit", "x"}).errors, HasSubstr("Could not convert"));

    for (const std::string kind : {"", "complaint-", "inbound-", "returned-letter-"}) {
        const std::string flag = "--" + kind + "callback", url = "http://127.0.0.1:1/" + kind;
        const auto set = json({"service", "update", id, flag + "-url", url, flag + "-token", "0123456789"});
        ASSERT_EQ(set["signing_secrets"].size(), 1u) << kind;
        EXPECT_THAT(std::string(set["signing_secrets"].member_value(0).text()), testing::StartsWith("whsec_"));
        // The secret is shown once; a new address keeps it.
        const auto moved = json({"service", "update", id, flag + "-url", url + "2", flag + "-token", "0123456789"});
        EXPECT_FALSE(moved["signing_secrets"].exists()) << kind;
    }
    auto shown = json({"service", "show", id});
    EXPECT_EQ(shown["callback_url"].text(), "http://127.0.0.1:1/2");
    EXPECT_EQ(shown["inbound_sms_callback_url"].text(), "http://127.0.0.1:1/inbound-2");
    EXPECT_EQ(shown["complaint_callback_url"].text(), "http://127.0.0.1:1/complaint-2");
    EXPECT_EQ(shown["returned_letter_callback_url"].text(), "http://127.0.0.1:1/returned-letter-2");
    const auto renewed = json({"callback", "new-secret", "--service", id, "--type", "inbound_sms"});
    EXPECT_THAT(std::string(renewed["signing_secret"].text()), testing::StartsWith("whsec_"));
    json({"service", "update", id, "--no-inbound-callback"});
    EXPECT_TRUE(json({"service", "show", id})["inbound_sms_callback_url"].is_null());
    EXPECT_EQ(run({"callback", "new-secret", "--service", id, "--type", "inbound_sms"}).code, 1);
    EXPECT_EQ(run({"callback", "new-secret", "--service", id, "--type", "x"}).code, 2);
}

TEST_P(Commands, AddGuestsAndNumbers) {
    const auto id = make_service("Guests");
    EXPECT_EQ(run({"guest-list", "add", "--service", id}).code, 2);
    json(
        {"guest-list", "add", "--service", id, "--phone", "07700 900123", "--email", "a@example.com", "b@example.com"});
    EXPECT_EQ(json({"guest-list", "list", "--service", id})["guest_list"].to_json(),
              R"(["07700 900123","a@example.com","b@example.com"])");

    const auto number =
        json({"inbound-number", "create", "--provider", "mmg", "--number", "+447700900777", "--service", id});
    EXPECT_EQ(number["number"].text(), "07700900777");
    EXPECT_EQ(number["service_id"].text(), id);
    EXPECT_EQ(json({"service", "show", id})["sms_senders"][0]["sms_sender"].text(), "07700900777");
    EXPECT_EQ(json({"inbound-number", "list"})["inbound_numbers"][0]["service_name"].text(), "Guests");
    json({"inbound-number", "release", "--number", "07700900777"});
    EXPECT_THAT(run({"inbound-number", "list"}).out, HasSubstr("07700900777  mmg       free"));
    json({"inbound-number", "assign", "--number", "07700900777", "--service", id});
    EXPECT_EQ(run({"inbound-number", "assign", "--number", "07700900777", "--service", id}).errors,
              "herald: The service receives on 07700900777 already; release that first\n");
}

TEST_P(Commands, ShowAndReplayCallbacks) {
    const auto id = make_service("Calls");
    EXPECT_EQ(json({"callback", "list", "--service", id})["callbacks"].size(), 0u);
    EXPECT_EQ(json({"callback", "replay", "--service", id})["replayed"].as_integer(), 0);
    const std::string unknown = ids().next_random().to_string();
    EXPECT_EQ(run({"callback", "replay", "--service", id, "--id", unknown}).errors,
              "herald: there is no failed callback " + unknown + "\n");
    EXPECT_EQ(run({"callback", "replay", "--service", id, "--since", "yesterday"}).code, 2);
    EXPECT_EQ(run({"callback", "list", "--service", id, "--status", "x"}).code, 2);
    EXPECT_EQ(run({"callback", "list", "--service", id, "--limit", "0"}).code, 2);
}

}  // namespace
}  // namespace herald::app
