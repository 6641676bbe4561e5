#include "templates/template_store.h"

#include <gmock/gmock.h>

#include "services/service_store.h"
#include "support/database.h"

namespace herald::templates {
namespace {

using testing::ElementsAre;

class Templates : public test::StoreTest {
protected:
    void SetUp() override {
        service_ = make_service("Service");
        other_ = make_service("Other");
    }
    Uuid make_service(const std::string& name) {
        return std::get<Uuid>(store().write_now([&](db::Transaction& tx) {
            return services::ServiceStore(clock(), ids(), sealer_).create(tx, {.name = name, .sms_sender = "SENDER"});
        }));
    }
    NewTemplate sms(std::string content = "Hello ((name))") {
        NewTemplate text;
        text.service_id = service_;
        text.name = "Template";
        text.content = std::move(content);
        return text;
    }
    NewTemplate email() {
        NewTemplate text = sms("# Hello ((name))");
        text.type = TemplateType::email;
        text.subject = "About ((case))";
        return text;
    }
    std::variant<TemplateVersion, Refusal> create(const NewTemplate& text) {
        return store().write_now([&](db::Transaction& tx) { return templates_.create(tx, text); });
    }
    Uuid created(const NewTemplate& text) { return std::get<TemplateVersion>(create(text)).id; }
    std::string refused(const NewTemplate& text) { return std::get<Refusal>(create(text)).message; }
    std::variant<TemplateVersion, Refusal> update(Uuid id, const TemplateChange& change) {
        return store().write_now([&](db::Transaction& tx) { return templates_.update(tx, service_, id, change); });
    }
    TemplatePtr found(Uuid service, Uuid id) {
        return store().read_now([&](db::Transaction& tx) { return find_template(tx, service, id); });
    }
    TemplatePtr found_version(Uuid service, Uuid id, std::int64_t version) {
        return store().read_now([&](db::Transaction& tx) { return find_template_version(tx, service, id, version); });
    }
    std::int64_t change_number() {
        return *store().read_now([&](db::Transaction& tx) { return services::read_change_number(tx, service_); });
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const TemplateStore templates_{clock(), ids()};
    Uuid service_, other_;
};
HERALD_ON_BOTH_STORES(Templates);

TEST_P(Templates, StartAtVersionOneParsed) {
    const Uuid id = created(email());
    const auto stored = found(service_, id);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->type, TemplateType::email);
    EXPECT_EQ(stored->name, "Template");
    EXPECT_EQ(stored->content, "# Hello ((name))");
    EXPECT_EQ(stored->subject, "About ((case))");
    EXPECT_EQ(stored->version, 1);
    EXPECT_FALSE(stored->archived);
    EXPECT_FALSE(stored->postage);
    EXPECT_EQ(stored->created_at, clock().now());
    EXPECT_FALSE(stored->updated_at);
    EXPECT_THAT(stored->placeholders(), ElementsAre("case", "name"));
    EXPECT_EQ(id.to_string()[14], '4');
}

TEST_P(Templates, KeepTheirVersionsWhenTheyChange) {
    const Uuid id = created(sms("First ((name))"));
    clock().advance(std::chrono::hours(1));
    EXPECT_EQ(std::get<TemplateVersion>(update(id, {.content = "Second ((name))"})).version, 2);
    EXPECT_EQ(found(service_, id)->content, "Second ((name))");
    EXPECT_EQ(found(service_, id)->updated_at, clock().now());
    EXPECT_EQ(found_version(service_, id, 1)->content, "First ((name))");
    EXPECT_FALSE(found_version(service_, id, 1)->updated_at);
    EXPECT_EQ(found_version(service_, id, 2)->content, "Second ((name))");
    EXPECT_FALSE(found_version(service_, id, 3));
}

TEST_P(Templates, StayAsTheyAreWhenNothingChanges) {
    const Uuid id = created(email());
    EXPECT_EQ(std::get<TemplateVersion>(update(id, {.name = "Template", .content = "# Hello ((name))"})).version, 1);
    EXPECT_FALSE(found_version(service_, id, 2));
}

TEST_P(Templates, BelongToOneService) {
    const Uuid id = created(sms());
    EXPECT_FALSE(found(other_, id));
    EXPECT_FALSE(found_version(other_, id, 1));
    const auto refusal =
        store().write_now([&](db::Transaction& tx) { return templates_.update(tx, other_, id, {.name = "x"}); });
    EXPECT_EQ(std::get<Refusal>(refusal).message, "The service has no template " + id.to_string());
    EXPECT_EQ(store().read_now([&](db::Transaction& tx) { return find_template_owner(tx, id); }), service_);
    EXPECT_FALSE(store().read_now([&](db::Transaction& tx) { return find_template_owner(tx, service_); }));
}

TEST_P(Templates, BumpTheChangeNumberOfTheirService) {
    const auto before = change_number();
    const Uuid id = created(sms());
    EXPECT_EQ(change_number(), before + 1);
    update(id, {.content = "other"});
    EXPECT_EQ(change_number(), before + 2);
}

TEST_P(Templates, AreRefusedWhatTheContractRefuses) {
    EXPECT_EQ(refused(sms(std::string(919, 'x'))), "Content has a character count greater than the limit of 918");
    EXPECT_TRUE(std::holds_alternative<TemplateVersion>(create(sms(std::string(918, 'x') + "((name))"))));
    EXPECT_EQ(refused(sms("Hello ((first, last))")), "You cannot put commas between double brackets");
    EXPECT_TRUE(std::holds_alternative<TemplateVersion>(create(sms("Hello ((show??one, two))"))));
    EXPECT_EQ(refused(sms(" \n")), "A template's content must not be blank");
    NewTemplate text = email();
    text.subject.reset();
    EXPECT_EQ(refused(text), "An email template must have a subject");
    text.subject = "About ((a,b))";
    EXPECT_EQ(refused(text), "You cannot put commas between double brackets");
    text = sms();
    text.subject = "A subject";
    EXPECT_EQ(refused(text), "A text message template has no subject");
    text = sms();
    text.name = "";
    EXPECT_EQ(refused(text), "A template's name must not be blank");
    text = sms();
    text.postage = "first";
    EXPECT_EQ(refused(text), "Only a letter template has a postage");
    text = sms();
    text.has_unsubscribe_link = true;
    EXPECT_EQ(refused(text), "Only an email template can have an unsubscribe link");
    text = email();
    text.content = std::string(2'000'001, 'x');
    EXPECT_EQ(refused(text),
              "Your message is too long. Emails cannot be longer than 2000000 bytes. Your message is 2000001 bytes.");
    text = sms();
    text.service_id = ids().next_random();
    EXPECT_EQ(refused(text), "There is no service " + text.service_id.to_string());
}

TEST_P(Templates, OfLettersHaveAPostage) {
    NewTemplate text = email();
    text.type = TemplateType::letter;
    EXPECT_EQ(found(service_, created(text))->postage, "second");
    text.postage = "first";
    EXPECT_EQ(found(service_, created(text))->postage, "first");
    text.postage = "europe";
    EXPECT_EQ(refused(text), "The postage must be first, second or economy");
}

TEST_P(Templates, OfLettersHaveALimitOnTheirQrCodes) {
    NewTemplate text = email();
    text.type = TemplateType::letter;
    text.content = "Scan this:\n\nQR: https://a.example/" + std::string(500, 'x');
    EXPECT_EQ(refused(text), "qr-code-too-long");
    text.content = "QR: https://a.example/((ref))";
    created(text);
}

TEST_P(Templates, AreListedByNameThenTypeWithoutTheArchived) {
    NewTemplate one = email(), two = sms(), three = sms(), gone = sms();
    one.name = two.name = "B";
    three.name = "A";
    gone.name = "C";
    created(one);
    created(two);
    created(three);
    const Uuid archived = created(gone);
    EXPECT_EQ(std::get<TemplateVersion>(update(archived, {.archived = true})).version, 2);
    const auto names = [&](std::optional<TemplateType> type) {
        std::vector<std::string> out;
        const auto all = store().read_now([&](db::Transaction& tx) { return list_templates(tx, service_, type); });
        for (const auto& text : all) out.push_back(text->name + " " + std::string(services::to_text(text->type)));
        return out;
    };
    EXPECT_THAT(names(std::nullopt), ElementsAre("A sms", "B sms", "B email"));
    EXPECT_THAT(names(TemplateType::email), ElementsAre("B email"));
    EXPECT_THAT(names(TemplateType::letter), ElementsAre());
    EXPECT_TRUE(found(service_, archived)->archived);
}

TEST_P(Templates, NameTheirAuthor) {
    const Uuid user = std::get<Uuid>(store().write_now([&](db::Transaction& tx) {
        return services::ServiceStore(clock(), ids(), sealer_)
            .add_team_member(tx, service_, {"A", "amala@example.com", {}});
    }));
    NewTemplate text = sms();
    text.created_by_id = user;
    const Uuid id = created(text);
    EXPECT_EQ(found(service_, id)->created_by, "amala@example.com");
    EXPECT_EQ(found_version(service_, id, 1)->created_by, "amala@example.com");
    EXPECT_EQ(found(service_, created(sms()))->created_by, "");
}

}  // namespace
}  // namespace herald::templates
