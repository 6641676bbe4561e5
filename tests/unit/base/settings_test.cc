#include "base/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace herald {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Given {
    SettingValues flags, environment;
    std::map<std::string, std::string> files;
};

LoadedSettings load(const Given& given) {
    SettingSources sources;
    sources.flags = given.flags;
    sources.environment = given.environment;
    sources.read_file = [&given](const std::string& path) -> std::optional<std::string> {
        const auto found = given.files.find(path);
        if (found == given.files.end()) return std::nullopt;
        return found->second;
    };
    return load_settings(sources);
}

TEST(Settings, AreTheDefaultsWhenNothingIsSaid) {
    const auto loaded = load({});
    EXPECT_THAT(loaded.errors, IsEmpty());
    EXPECT_EQ(loaded.settings, Settings{});
    EXPECT_THAT(loaded.origins, IsEmpty());
}

TEST(Settings, TheApiIsReachedWhereItListensUnlessSomethingElseIsSaid) {
    EXPECT_EQ(Settings{}.api_url(), "http://127.0.0.1:6011");
    EXPECT_EQ(load({.flags = {{"listen", "0.0.0.0:80"}}}).settings.api_url(), "http://127.0.0.1:80");
    EXPECT_EQ(load({.flags = {{"listen", "[::1]:7000"}}}).settings.document_links_base(), "http://[::1]:7000");
    EXPECT_EQ(load({.flags = {{"tls-certificate", "a.pem"}, {"tls-key", "b.pem"}}}).settings.api_url(),
              "https://127.0.0.1:6011");
    EXPECT_EQ(load({.flags = {{"listen", "0.0.0.0:80"}, {"api-base-url", "https://api.example/"}}}).settings.api_url(),
              "https://api.example");
}

TEST(Settings, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
    const std::map<std::string, std::string> file{
        {"h.toml", "listen = \"10.0.0.1:1\"\nsend-retries = 1\nses-region = \"f\""}};
    const auto loaded = load({{{"config", "h.toml"}, {"listen", "10.0.0.3:3"}},
                              {{"HERALD_LISTEN", "10.0.0.2:2"}, {"HERALD_SEND_RETRIES", "2"}},
                              file});
    EXPECT_THAT(loaded.errors, IsEmpty());
    EXPECT_EQ(loaded.settings.listen, (ListenAddress{"10.0.0.3", 3}));
    EXPECT_EQ(loaded.settings.send_retries, 2);
    EXPECT_EQ(loaded.settings.ses_region, "f");
    EXPECT_EQ(loaded.origins.at("listen"), "flag");
    EXPECT_EQ(loaded.origins.at("send-retries"), "environment");
    EXPECT_EQ(loaded.origins.at("ses-region"), "h.toml");
}

TEST(Settings, TheFileInTheDataDirectoryIsReadUnlessAnotherIsNamed) {
    const std::map<std::string, std::string> files{{"./herald-data/herald.toml", "send-retries = 1"},
                                                   {"/d/herald.toml", "send-retries = 2"},
                                                   {"other.toml", "send-retries = 3"}};
    EXPECT_EQ(load({{}, {}, files}).settings.send_retries, 1);
    EXPECT_EQ(load({{{"data", "/d"}}, {}, files}).settings.send_retries, 2);
    EXPECT_EQ(load({{}, {{"HERALD_DATA", "/d"}}, files}).settings.send_retries, 2);
    EXPECT_EQ(load({{{"data", "/d"}}, {{"HERALD_CONFIG", "other.toml"}}, files}).settings.send_retries, 3);
}

TEST(Settings, OneNameIsWrittenWithDashesUnderscoresOrTables) {
    for (const std::string file : {"smtp-user = 'u'\nsmtp-password = 'p'", "smtp_user = 'u'\nsmtp_password = 'p'",
                                   "[smtp]\nuser = 'u'\npassword = 'p'"}) {
        const auto loaded = load({{{"config", "f"}}, {}, {{"f", file}}});
        EXPECT_THAT(loaded.errors, IsEmpty());
        EXPECT_EQ(loaded.settings.smtp_user, "u");
        EXPECT_EQ(loaded.settings.smtp_password, "p");
    }
}

TEST(Settings, ASecretMayStandInAFileOfItsOwn) {
    const std::map<std::string, std::string> files{{"/run/key", "from a file\n"}, {"c", "mmg-key-file = '/run/key'"}};
    EXPECT_EQ(load({{}, {{"HERALD_MMG_KEY_FILE", "/run/key"}}, files}).settings.mmg_key, "from a file");
    EXPECT_EQ(load({{{"mmg-key-file", "/run/key"}}, {}, files}).settings.mmg_key, "from a file");
    EXPECT_EQ(load({{{"config", "c"}}, {}, files}).settings.mmg_key, "from a file");
}

struct Refused {
    std::string what;
    Given given;
    std::string error;
};
void PrintTo(const Refused& refused, std::ostream* out) {
    *out << refused.what;
}

class SettingsRefuse : public testing::TestWithParam<Refused> {};

TEST_P(SettingsRefuse, WithOneExactMessage) {
    EXPECT_THAT(load(GetParam().given).errors, ElementsAre(GetParam().error));
}

Given environment(SettingValues values) {
    return {{}, std::move(values), {}};
}
Given flags(SettingValues values) {
    return {std::move(values), {}, {}};
}
Given file(std::string content) {
    return {{{"config", "f"}}, {}, {{"f", std::move(content)}}};
}

INSTANTIATE_TEST_SUITE_P(
    Table, SettingsRefuse,
    testing::Values(
        Refused{"a mistyped variable", environment({{"HERALD_LISTN", "x"}}),
                "HERALD_LISTN is not a variable of Herald; did you mean HERALD_LISTEN?"},
        Refused{"a variable like none", environment({{"HERALD_ZZZZZZ", "x"}}),
                "HERALD_ZZZZZZ is not a variable of Herald; `herald check-config --example` lists them all"},
        Refused{"a file for what is no secret", environment({{"HERALD_LISTEN_FILE", "x"}}),
                "HERALD_LISTEN_FILE is not a variable of Herald; `herald check-config --example` lists them all"},
        Refused{"a mistyped key of the file", file("databse-url = 'x'"),
                "f: databse-url is not a setting; did you mean database-url?"},
        Refused{"a mistyped key in a table", file("[mmg]\nkeys = 'x'"),
                "f: mmg-keys is not a setting; did you mean mmg-key?"},
        Refused{"a key twice in two spellings", file("mmg_key = 'x'\nmmg-key = 'y'"),
                "f: line 1: mmg-key is set twice"},
        Refused{"a date", file("mmg-key = 2020-01-01"),
                "f: line 1: mmg-key must be text, a number, true, false or a list of texts"},
        Refused{"an address without a port", flags({{"listen", "localhost"}}),
                "--listen must be HOST:PORT, such as 127.0.0.1:6011 or [::1]:6011"},
        Refused{"a port that is too large", flags({{"metrics-listen", "localhost:65536"}}),
                "--metrics-listen must be HOST:PORT, such as 127.0.0.1:6011 or [::1]:6011, or off"},
        Refused{"a number with a tail", environment({{"HERALD_SEND_RETRIES", "3x"}}),
                "HERALD_SEND_RETRIES must be a whole number from 0 to 1000"},
        Refused{"a number out of bounds", file("callback-timeout-seconds = 0"),
                "f: callback-timeout-seconds must be a whole number from 1 to 300"},
        Refused{"a share above one", flags({{"sandbox-error-rate", "1.5"}}),
                "--sandbox-error-rate must be a number from 0 to 1"},
        Refused{"an unknown role", flags({{"roles", "api,cook"}}),
                "--roles does not know the role cook: the roles are api,callbacks,delivery,jobs,sandbox,scheduler"},
        Refused{"a colour by its name", flags({{"installation-colour", "blue"}}),
                "--installation-colour must be # and six hexadecimal digits"},
        Refused{"an unknown word", flags({{"sns-verify", "maybe"}}), "--sns-verify must be one of auto,on,off"},
        Refused{"a database of another kind", environment({{"HERALD_DATABASE_URL", "mysql://x"}}),
                "HERALD_DATABASE_URL must start with postgresql://"},
        Refused{"a short secret", flags({{"secret", "short"}}), "--secret must have at least 16 characters"},
        Refused{
            "clients that are no JSON", flags({{"internal-clients", "x"}}),
            "--internal-clients must be a JSON object of lists of secrets, such as {\"notify-admin\": [\"secret\"]}"},
        Refused{"PostgreSQL without a secret", flags({{"database-url", "postgresql://h/d"}}),
                "secret must be set with PostgreSQL, so that every process seals and opens with the same one "
                "(HERALD_SECRET or HERALD_SECRET_FILE)"},
        Refused{"a former installation's key without its salt", environment({{"HERALD_OLD_SECRET_KEY", "x"}}),
                "old-secret-key and old-salt must be set together"},
        Refused{"a certificate without a key", flags({{"tls-certificate", "c.pem"}}),
                "tls-certificate and tls-key must be set together"},
        Refused{"a secret twice", environment({{"HERALD_MMG_KEY", "a"}, {"HERALD_MMG_KEY_FILE", "b"}}),
                "HERALD_MMG_KEY and HERALD_MMG_KEY_FILE exclude each other"},
        Refused{"a secret's file that is not there", environment({{"HERALD_MMG_KEY_FILE", "/nowhere"}}),
                "HERALD_MMG_KEY_FILE: /nowhere does not exist or cannot be read"},
        Refused{"a configuration file that is not there", flags({{"config", "nowhere.toml"}}),
                "nowhere.toml: no such file, or it cannot be read"},
        Refused{"a lease shorter than a provider may take", flags({{"lease-seconds", "19"}}),
                "lease-seconds must be at least twice provider-timeout-seconds (20)"},
        Refused{"a callback that takes longer than a lease", file("callback-timeout-seconds = 16"),
                "lease-seconds must be at least twice callback-timeout-seconds (32)"},
        Refused{"delays the wrong way round", flags({{"sandbox-receipt-delay-ms-min", "2000"}}),
                "sandbox-receipt-delay-ms-min must not be more than sandbox-receipt-delay-ms-max"}));

TEST(Settings, TellTheLineOfAFileThatIsNotToml) {
    const auto errors = load(file("listen = \"a:1\"\n= 3\n")).errors;
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_THAT(errors[0], testing::StartsWith("f: line 2: "));
}

TEST(Settings, TheDataDirectoryIsNotMovedByTheFileFoundInIt) {
    const auto loaded = load({{}, {}, {{"./herald-data/herald.toml", "data = '/elsewhere'"}}});
    EXPECT_THAT(loaded.errors,
                ElementsAre("./herald-data/herald.toml: data cannot be set here, because this file was found by it"));
}

TEST(Settings, LeaveTheVariablesOfTheTestsAlone) {
    EXPECT_THAT(
        load(environment({{"HERALD_TEST_POSTGRES", "x"}, {"HERALD_STATEMENT_COVERAGE", "y"}, {"HOME", "z"}})).errors,
        IsEmpty());
}

TEST(Settings, AnErrorNeverRepeatsASecret) {
    const auto loaded = load(flags({{"secret", "hunter2"}, {"database-url", "mysql://user:hunter2@host"}}));
    EXPECT_EQ(loaded.errors.size(), 2u);
    for (const auto& error : loaded.errors) EXPECT_THAT(error, testing::Not(HasSubstr("hunter2")));
}

TEST(Settings, EveryShownValueReadsBackAsItself) {
    Settings original;
    original.roles = {"api", "delivery"};
    original.metrics_listen.reset();
    original.alerts_enabled = true;
    original.internal_clients = {{"notify-admin", {"one", "two"}}};
    original.sns_topics = {"arn:a", "arn:b"};
    original.sandbox_error_rate = 0.25;
    original.listen = {"::1", 0};
    original.previous_secrets = {"an old secret", "an older secret"};
    Settings copy;
    for (const auto& setting : settings_table())
        EXPECT_EQ(setting.read(copy, setting.show(original)), std::nullopt) << setting.name;
    EXPECT_EQ(copy, original);
}

TEST(Settings, AreDescribedWithoutTheirSecrets) {
    const auto loaded = load(flags({{"mmg-key", "hunter2"}, {"ses-region", "eu-west-2"}}));
    const std::string text = describe_settings(loaded);
    EXPECT_THAT(text, HasSubstr("mmg-key = (set)  # flag\n"));
    EXPECT_THAT(text, HasSubstr("ses-region = \"eu-west-2\"  # flag\n"));
    EXPECT_THAT(text, HasSubstr("firetext-key = \"\"\n"));
    EXPECT_THAT(text, testing::Not(HasSubstr("hunter2")));
}

TEST(Settings, TheExampleFileIsTheDefaultsOnceItsLinesAreUncommented) {
    std::stringstream example(example_settings_file());
    std::string uncommented;
    for (std::string line; std::getline(example, line);) {
        const bool assigns = line.starts_with("# ") && line.find(" = ") != std::string::npos;
        uncommented += (assigns ? line.substr(2) : line) + "\n";
    }
    const auto loaded = load(file(uncommented));
    EXPECT_THAT(loaded.errors, IsEmpty());
    EXPECT_EQ(loaded.settings, Settings{});
    EXPECT_EQ(loaded.origins.size(), settings_table().size());
}

TEST(Settings, NamesAreDifferentAndNoFileNameIsAlsoASetting) {
    std::set<std::string_view> names;
    for (const auto& setting : settings_table()) EXPECT_TRUE(names.insert(setting.name).second) << setting.name;
    for (const auto& setting : settings_table())
        EXPECT_FALSE(setting.secret && names.contains(std::string(setting.name) + "-file")) << setting.name;
}

TEST(Settings, AlertsGoOutWhereTheEnvironmentIsTheRealOneUnlessToldOtherwise) {
    EXPECT_FALSE(load({}).settings.sends_alerts());
    EXPECT_TRUE(load(flags({{"environment", "production"}})).settings.sends_alerts());
    EXPECT_FALSE(load(flags({{"environment", "live"}, {"alerts-enabled", "false"}})).settings.sends_alerts());
    EXPECT_TRUE(load(flags({{"environment", "preview"}, {"alerts-enabled", "true"}})).settings.sends_alerts());
}

}  // namespace
}  // namespace herald
