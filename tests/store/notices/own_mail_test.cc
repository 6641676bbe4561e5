// The installation's own service: made when it has something to say, and never in the way of anybody's.
#include "notices/own_mail.h"

#include <gmock/gmock.h>

#include "support/pipeline.h"

namespace herald::notices {
namespace {

using testing::UnorderedElementsAre;

constexpr Wording wording{{{1, 2, 3, 4, 5, 6, 0x47, 8, 0x89}}, "Greeting", "Hello", "Hello ((name))"};

class OwnMails : public test::PipelineTest {
protected:
    std::size_t send(const std::vector<Mail>& mails, const std::string& installation = "Post office") {
        const OwnMail mail({ids(), sealer_, {installation, "POST"}, 0});
        return store().write_now([&](db::Transaction& tx) { return mail.send(tx, wording, mails, clock().now()); });
    }
    services::ServicePtr own() {
        return store().read_now([&](db::Transaction& tx) {
            return services::load_service(tx, sealer_, services::own_service_id, clock().now());
        });
    }
    std::string sent_reply_to() {
        constexpr auto text = "SELECT reply_to_text FROM notifications";
        return store().read_now([&](db::Transaction& tx) {
            const auto rows = tx.query(test::ad_hoc(text, text, 0), {});
            return rows[0].get<std::optional<std::string>>(0).value_or("");
        });
    }
    const Mail to_ada_{"ada@example.com", R"({"name":"Ada"})"};
};
HERALD_ON_BOTH_STORES(OwnMails);

TEST_P(OwnMails, MakeTheServiceOfTheContract) {
    EXPECT_EQ(services::own_service_id.to_string(), "d6aa2c68-a2d9-4437-ab19-3ae8eb202553");
    EXPECT_EQ(services::own_user_id.to_string(), "6af522d0-2915-4e52-83a3-3690455a5fe6");
    EXPECT_EQ(send({}), 0u);
    EXPECT_EQ(own(), nullptr) << "there was nothing to say";
    EXPECT_EQ(send({to_ada_}), 1u);
    const auto service = own();
    ASSERT_TRUE(service);
    EXPECT_EQ(service->name, "Post office");
    EXPECT_EQ(service->email_sender_local_part, "gov.uk.notify");
    EXPECT_TRUE(service->active);
    EXPECT_FALSE(service->restricted);
    EXPECT_FALSE(service->prefix_sms);
    EXPECT_EQ(service->email_message_limit, 1000);
    EXPECT_EQ(service->sms_message_limit, 1000);
    EXPECT_EQ(service->letter_message_limit, 20000);
    EXPECT_EQ(service->international_sms_message_limit, 100);
    EXPECT_THAT(service->permissions,
                UnorderedElementsAre("sms", "email", "international_sms", "international_letters"));
    ASSERT_TRUE(service->default_sms_sender());
    EXPECT_EQ(service->default_sms_sender()->text, "POST");
    EXPECT_FALSE(service->default_reply_to());
    EXPECT_EQ(count("services_history"), 2);
    EXPECT_EQ(count("users"), 1);
    EXPECT_EQ(count("user_to_service"), 1);
}

TEST_P(OwnMails, DoNotCountAsALiveService) {
    const auto live = [this] {
        return store().read_now([](db::Transaction& tx) { return services::read_live_counts(tx).services; });
    };
    const auto before = live();
    send({to_ada_});
    EXPECT_EQ(live(), before);
}

TEST_P(OwnMails, LeaveNamesToTheServicesThatHaveThem) {
    send({to_ada_}, "sample");
    EXPECT_EQ(own()->name, "sample messages");
}

TEST_P(OwnMails, HaveANameEvenIfAllAreTaken) {
    test::make_sample_service(store(), clock(), ids(), sealer_, {.name = "Sample messages"});
    send({to_ada_}, "Sample");
    EXPECT_EQ(own()->name, "Herald d6aa2c68-a2d9-4437-ab19-3ae8eb202553");
}

TEST_P(OwnMails, GoToAddressesThatMailCanBeSentTo) {
    EXPECT_EQ(send({to_ada_, {"nobody", "{}"}}), 1u);
    EXPECT_EQ(count("notifications"), 1);
    EXPECT_EQ(send({{"nobody", "{}"}}), 0u);
    EXPECT_EQ(count("notifications"), 1);
}

TEST_P(OwnMails, KeepWhatAnOperatorHasChanged) {
    send({to_ada_});
    const services::ServiceStore all(clock(), ids(), sealer_);
    const templates::TemplateStore texts(clock(), ids());
    store().write_now([&](db::Transaction& tx) {
        ASSERT_FALSE(all.set_names(tx, services::own_service_id, {.name = "Our platform"}));
        all.add_reply_to(tx, services::own_service_id, "help@example.com", true);
        texts.update(tx, services::own_service_id, wording.template_id, {.content = "Good day ((name))"});
    });
    execute("DELETE FROM notifications");
    send({to_ada_});
    EXPECT_EQ(own()->name, "Our platform");
    EXPECT_EQ(sent_reply_to(), "help@example.com");
    EXPECT_EQ(count("notifications", "template_version = 2"), 1);
}

}  // namespace
}  // namespace herald::notices
