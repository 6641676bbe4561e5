#include "services/service_store.h"

#include <gmock/gmock.h>

#include "base/json.h"
#include "support/database.h"

namespace herald::services {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class Services : public test::StoreTest {
protected:
    template <class Work>
    auto change(Work work) {
        return store().write_now([&](db::Transaction& tx) { return work(services_, tx); });
    }
    Uuid created(NewService service = {.name = "Pay a fine", .sms_sender = "HERALD"}) {
        return std::get<Uuid>(
            change([&](const ServiceStore& services, db::Transaction& tx) { return services.create(tx, service); }));
    }
    std::string refused(const NewService& service) {
        return std::get<Refusal>(change([&](const ServiceStore& services, db::Transaction& tx) {
                   return services.create(tx, service);
               }))
            .message;
    }
    ServicePtr loaded(Uuid id) {
        return store().read_now([&](db::Transaction& tx) { return load_service(tx, sealer_, id, clock().now()); });
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const ServiceStore services_{clock(), ids(), sealer_};
};
HERALD_ON_BOTH_STORES(Services);

TEST_P(Services, StartWithTheDefaultsOfTheContract) {
    const Uuid id = created({.name = " My Sérvice & Co. ", .sms_sender = "HERALD"});
    const auto service = loaded(id);
    ASSERT_TRUE(service);
    EXPECT_EQ(service->name, "My Sérvice & Co.");
    EXPECT_EQ(service->email_sender_local_part, "my.service.co");
    EXPECT_TRUE(service->active);
    EXPECT_TRUE(service->restricted);
    EXPECT_FALSE(service->prefix_sms);
    EXPECT_EQ(service->email_message_limit, 50);
    EXPECT_EQ(service->rate_limit, 3000);
    EXPECT_EQ(service->created_at, clock().now());
    EXPECT_THAT(service->permissions,
                UnorderedElementsAre("sms", "email", "letter", "international_sms", "international_letters"));
    ASSERT_TRUE(service->default_sms_sender());
    EXPECT_EQ(service->default_sms_sender()->text, "HERALD");
    EXPECT_FALSE(service->default_reply_to());
    EXPECT_FALSE(service->delivery_status_callback);
    EXPECT_TRUE(service->keys.empty());
    EXPECT_TRUE(service->allowed_recipients.empty());
    EXPECT_EQ(id.to_string()[14], '4');
}

TEST_P(Services, StartLiveWithPermissionsAndACallbackWhenAskedTo) {
    const auto service =
        loaded(created({.name = "Live",
                        .live = true,
                        .permissions = {"sms"},
                        .sms_sender = "SENDER",
                        .delivery_status_callback = CallbackEndpoint{"https://example.com", "a secret token"}}));
    EXPECT_FALSE(service->restricted);
    EXPECT_EQ(service->sms_message_limit, 250'000);
    EXPECT_EQ(service->letter_message_limit, 20'000);
    EXPECT_EQ(service->international_sms_message_limit, 100);
    EXPECT_THAT(service->permissions, ElementsAre("sms"));
    ASSERT_TRUE(service->delivery_status_callback);
    EXPECT_EQ(service->delivery_status_callback->url, "https://example.com");
    EXPECT_EQ(service->delivery_status_callback->bearer_token, "a secret token");
    EXPECT_FALSE(service->complaint_callback);
}

TEST_P(Services, AreRefusedANameThatIsTakenInAnySpelling) {
    created({.name = "Pay a fine", .sms_sender = "SENDER"});
    EXPECT_EQ(refused({.name = "Pay a fine", .sms_sender = "SENDER"}), "Duplicate service name 'Pay a fine'");
    EXPECT_EQ(refused({.name = "PAY Á FINE!", .sms_sender = "SENDER"}), "Duplicate service name 'PAY Á FINE!'");
}

TEST_P(Services, AreRefusedWhatTheyCannotBe) {
    EXPECT_EQ(refused({.name = " ", .sms_sender = "SENDER"}), "A service's name must not be blank");
    EXPECT_EQ(refused({.name = "&", .sms_sender = "SENDER"}), "A service's name must have a letter or a digit");
    EXPECT_EQ(refused({.name = std::string(256, 'x'), .sms_sender = "SENDER"}),
              "A service's name must have at most 255 characters");
    EXPECT_EQ(refused({.name = "x", .permissions = {"fax"}, .sms_sender = "SENDER"}),
              "Invalid Service Permission: 'fax'");
    EXPECT_EQ(refused({.name = "x", .permissions = {"sms", "sms"}, .sms_sender = "SENDER"}),
              "Duplicate Service Permission: ['sms']");
    EXPECT_EQ(refused({.name = "x", .sms_sender = "123456789012"}),
              "Text message sender ID cannot be longer than 11 characters");
    EXPECT_EQ(
        refused({.name = "x", .sms_sender = "a/b"}),
        "Text message sender ID can only include letters, numbers, spaces, and the following characters: & . - _");
    EXPECT_EQ(refused({.name = "x",
                       .sms_sender = "SENDER",
                       .delivery_status_callback = CallbackEndpoint{"https://e.com", "short"}}),
              "A callback token must have at least 10 characters");
}

TEST_P(Services, KeepEveryVersionInTheirHistory) {
    const Uuid id = created();
    clock().advance(std::chrono::hours(1));
    EXPECT_FALSE(change([&](const ServiceStore& s, db::Transaction& tx) { return s.set_live(tx, id, true); }));
    static const db::Statement history =
        test::ad_hoc("SELECT version, row FROM services_history WHERE id = ?1 ORDER BY version",
                     "SELECT version, row FROM services_history WHERE id = $1 ORDER BY version", 1);
    const auto rows = store().read_now([&](db::Transaction& tx) { return tx.query(history, {id}); });
    ASSERT_EQ(rows.size(), 2u);
    const auto first = JsonDocument::parse(rows[0].get<db::Json>(1).text),
               second = JsonDocument::parse(rows[1].get<db::Json>(1).text);
    EXPECT_EQ((*first)["restricted"].as_bool(), true);
    EXPECT_TRUE((*first)["updated_at"].is_null());
    EXPECT_EQ((*second)["restricted"].as_bool(), false);
    EXPECT_EQ((*second)["sms_message_limit"].as_integer(), 250'000);
    EXPECT_EQ((*second)["updated_at"].as_string(), clock().now().to_iso());
    EXPECT_FALSE(loaded(id)->restricted);
}

TEST_P(Services, BumpTheirChangeNumberWithEveryChange) {
    const Uuid id = created();
    const std::vector<std::function<void(const ServiceStore&, db::Transaction&)>> changes{
        [&](const auto& s, auto& tx) { EXPECT_FALSE(s.set_live(tx, id, true)); },
        [&](const auto& s, auto& tx) { EXPECT_FALSE(s.set_permissions(tx, id, {"sms"})); },
        [&](const auto& s, auto& tx) {
            EXPECT_FALSE(s.set_callback(tx, id, CallbackType::complaint, {"https://e.com", "0123456789"}));
        },
        [&](const auto& s, auto& tx) { EXPECT_FALSE(s.remove_callback(tx, id, CallbackType::complaint)); },
        [&](const auto& s, auto& tx) { EXPECT_FALSE(s.add_guests(tx, id, {"07700900001"})); },
        [&](const auto& s, auto& tx) {
            EXPECT_TRUE(std::holds_alternative<Uuid>(s.add_team_member(tx, id, {"A", "a@example.com", {}})));
        },
        [&](const auto& s, auto& tx) {
            EXPECT_TRUE(std::holds_alternative<Uuid>(s.add_sms_sender(tx, id, "OTHER", false)));
        },
        [&](const auto& s, auto& tx) {
            EXPECT_TRUE(std::holds_alternative<Uuid>(s.add_reply_to(tx, id, "a@example.com", false)));
        },
    };
    auto number = loaded(id)->change_number;
    for (const auto& one : changes) {
        store().write_now([&](db::Transaction& tx) { one(services_, tx); });
        const auto now = loaded(id)->change_number;
        EXPECT_GT(now, number);
        number = now;
    }
}

TEST_P(Services, ThatDoNotExistAreNotChanged) {
    const Uuid id = ids().next_random();
    store().write_now([&](db::Transaction& tx) {
        const std::string message = "There is no service " + id.to_string();
        EXPECT_EQ(services_.set_live(tx, id, true)->message, message);
        EXPECT_EQ(services_.set_permissions(tx, id, {"sms"})->message, message);
        EXPECT_EQ(services_.set_callback(tx, id, CallbackType::complaint, {"https://e.com", "0123456789"})->message,
                  message);
        EXPECT_EQ(services_.remove_callback(tx, id, CallbackType::complaint)->message, message);
        EXPECT_EQ(services_.add_guests(tx, id, {"07700900001"})->message, message);
        EXPECT_EQ(std::get<Refusal>(services_.add_team_member(tx, id, {"A", "a@example.com", {}})).message, message);
        EXPECT_EQ(std::get<Refusal>(services_.add_sms_sender(tx, id, "OTHER", false)).message, message);
        EXPECT_EQ(std::get<Refusal>(services_.add_reply_to(tx, id, "a@example.com", false)).message, message);
    });
    EXPECT_FALSE(loaded(id));
}

TEST_P(Services, AllowTheirGuestsAndTheirTeamInNormalForm) {
    const Uuid id = created();
    store().write_now([&](db::Transaction& tx) {
        EXPECT_FALSE(services_.add_guests(tx, id, {"07700 900 001", "Guest@Example.com"}));
        EXPECT_FALSE(services_.add_guests(tx, id, {"+44 7700 900001", "guest@example.com"}));
        const auto first = services_.add_team_member(tx, id, {"Amala", "Amala@example.com", "07700900002"});
        const auto again = services_.add_team_member(tx, id, {"Amala", "amala@example.com", {}});
        EXPECT_EQ(std::get<Uuid>(first), std::get<Uuid>(again));
    });
    EXPECT_THAT(loaded(id)->allowed_recipients,
                UnorderedElementsAre("447700900001", "447700900002", "guest@example.com", "amala@example.com"));
    static const db::Statement count =
        test::ad_hoc("SELECT count(*) FROM service_guest_list", "SELECT count(*) FROM service_guest_list", 0);
    EXPECT_EQ(store().read_now([&](db::Transaction& tx) { return tx.query(count, {})[0].get<int>(0); }), 2);
}

TEST_P(Services, AreToldWhichGuestIsNoRecipient) {
    const Uuid id = created();
    store().write_now([&](db::Transaction& tx) {
        EXPECT_EQ(services_.add_guests(tx, id, {"07700900001", "nobody@"})->message,
                  "Not a valid email address: nobody@");
        EXPECT_EQ(services_.add_guests(tx, id, {"12"})->message, "Not enough digits: 12");
    });
    EXPECT_TRUE(loaded(id)->allowed_recipients.empty());
}

TEST_P(Services, HaveOneDefaultSenderAndOneDefaultReplyTo) {
    const Uuid id = created();
    store().write_now([&](db::Transaction& tx) {
        services_.add_sms_sender(tx, id, "SECOND", true);
        services_.add_sms_sender(tx, id, "THIRD", false);
        services_.add_reply_to(tx, id, "first@example.com", false);
        services_.add_reply_to(tx, id, "second@example.com", true);
        EXPECT_EQ(std::get<Refusal>(services_.add_reply_to(tx, id, "x", true)).message, "Not a valid email address: x");
    });
    const auto service = loaded(id);
    EXPECT_EQ(service->sms_senders.size(), 3u);
    EXPECT_EQ(std::count_if(service->sms_senders.begin(), service->sms_senders.end(),
                            [](const auto& s) { return s.is_default; }),
              1);
    EXPECT_EQ(service->default_sms_sender()->text, "SECOND");
    ASSERT_EQ(service->reply_tos.size(), 2u);
    EXPECT_EQ(service->default_reply_to()->email_address, "second@example.com");
    EXPECT_FALSE(service->reply_tos[1].is_default);
}

TEST_P(Services, ReplaceAndRemoveCallbacks) {
    const Uuid id = created();
    store().write_now([&](db::Transaction& tx) {
        services_.set_callback(tx, id, CallbackType::delivery_status, {"https://one.example", "first token"});
        services_.set_callback(tx, id, CallbackType::delivery_status, {"https://two.example", "second token"});
        services_.set_callback(tx, id, CallbackType::complaint, {"https://three.example", "third token"});
    });
    EXPECT_EQ(loaded(id)->delivery_status_callback->url, "https://two.example");
    EXPECT_EQ(loaded(id)->delivery_status_callback->bearer_token, "second token");
    EXPECT_EQ(loaded(id)->complaint_callback->url, "https://three.example");
    store().write_now([&](db::Transaction& tx) { services_.remove_callback(tx, id, CallbackType::delivery_status); });
    EXPECT_FALSE(loaded(id)->delivery_status_callback);
    EXPECT_TRUE(loaded(id)->complaint_callback);
}

TEST_P(Services, AreListedInPagesOldestFirst) {
    std::vector<Uuid> ids;
    for (const std::string name : {"b", "a", "c"}) {
        ids.push_back(created({.name = name, .sms_sender = "SENDER"}));
        clock().advance(std::chrono::seconds(1));
    }
    store().read_now([&](db::Transaction& tx) {
        const auto page = services_.list(tx, std::nullopt, 2);
        ASSERT_EQ(page.size(), 2u);
        EXPECT_EQ(page[0].id, ids[0]);
        EXPECT_EQ(page[0].name, "b");
        EXPECT_TRUE(page[0].restricted);
        const auto rest = services_.list(tx, page[1].id, 2);
        ASSERT_EQ(rest.size(), 1u);
        EXPECT_EQ(rest[0].id, ids[2]);
        EXPECT_TRUE(services_.list(tx, herald::Uuid{}, 2).empty());
        EXPECT_EQ(services_.find_by_name(tx, "A"), ids[1]);
        EXPECT_FALSE(services_.find_by_name(tx, "d"));
    });
}

TEST_P(Services, AreCountedWhenLive) {
    created({.name = "trial", .sms_sender = "SENDER"});
    created({.name = "live", .live = true, .sms_sender = "SENDER"});
    const auto counts = store().read_now([](db::Transaction& tx) { return read_live_counts(tx); });
    EXPECT_EQ(counts.services, 1);
    EXPECT_EQ(counts.organisations, 0);
}

TEST_P(Services, AreNotReadWithAnotherSecret) {
    const Uuid id = created({.name = "x",
                             .sms_sender = "SENDER",
                             .delivery_status_callback = CallbackEndpoint{"https://e.com", "0123456789"}});
    const std::vector<std::string> others{"another installation's"};
    const crypto::Sealer other(others);
    EXPECT_THROW(store().read_now([&](db::Transaction& tx) { return load_service(tx, other, id, clock().now()); }),
                 db::StoreError);
}

TEST_P(Services, KeepContactDetailsForWhoeverGetsAFile) {
    const Uuid id = created();
    EXPECT_FALSE(loaded(id)->contact_link);
    const auto set = [&](Uuid service, const std::string& link) {
        return change([&](const ServiceStore& services, db::Transaction& tx) {
            return services.set_contact_link(tx, service, link);
        });
    };
    EXPECT_FALSE(set(id, " https://example.com/contact\n"));
    EXPECT_EQ(loaded(id)->contact_link, "https://example.com/contact");
    EXPECT_EQ(set(id, std::string(256, 'x'))->message, "A service's contact details must have at most 255 characters");
    EXPECT_EQ(loaded(id)->contact_link, "https://example.com/contact");
    EXPECT_FALSE(set(id, " "));
    EXPECT_FALSE(loaded(id)->contact_link);
    EXPECT_TRUE(set(ids().next_random(), "x"));
}

}  // namespace
}  // namespace herald::services
