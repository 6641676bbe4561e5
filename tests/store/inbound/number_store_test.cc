#include "inbound/number_store.h"

#include <gmock/gmock.h>

#include "support/database.h"
#include "support/sample_service.h"

namespace herald::inbound {
namespace {

class InboundNumbers : public test::StoreTest {
protected:
    template <class F>
    auto run(F work) {
        return store().write_now([&](db::Transaction& tx) { return work(tx); });
    }
    std::string create(const std::string& number, const std::string& provider = "mmg") {
        const auto refusal = run([&](auto& tx) { return numbers_.create(tx, number, provider); });
        return refusal ? refusal->message : "";
    }
    std::string assign(const std::string& number, const Uuid& service) {
        const auto refusal = run([&](auto& tx) { return numbers_.assign(tx, number, service); });
        return refusal ? refusal->message : "";
    }
    std::string release(const std::string& number, bool keep = true) {
        const auto refusal = run([&](auto& tx) { return numbers_.release(tx, number, "HERALD", keep); });
        return refusal ? refusal->message : "";
    }
    services::ServicePtr loaded() {
        return run([&](auto& tx) { return services::load_service(tx, sealer_, service_.id, clock().now()); });
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const NumberStore numbers_{clock(), ids()};
    test::SampleService service_ = test::make_sample_service(store(), clock(), ids(), sealer_);
};
HERALD_ON_BOTH_STORES(InboundNumbers);

TEST_P(InboundNumbers, AreMobileNumbersInOneForm) {
    EXPECT_EQ(create("+44 7700 900777"), "");
    EXPECT_EQ(create("07700900777"), "There is an inbound number 07700900777 already");
    EXPECT_EQ(create("020 7946 0000"),
              "A number to receive on must be a UK mobile number such as 07700900777, not 020 7946 0000");
    EXPECT_EQ(create("07700900778", "ses"), "The provider must be mmg, firetext or smpp");
    const auto all = run([&](auto& tx) { return numbers_.list(tx); });
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].number, "07700900777");
    EXPECT_TRUE(all[0].active);
    EXPECT_FALSE(all[0].service_id);
}

TEST_P(InboundNumbers, BecomeTheOnlySenderOfTheirService) {
    create("07700900777");
    const auto before = loaded()->change_number;
    EXPECT_EQ(assign("07700900777", service_.id), "");
    const auto service = loaded();
    ASSERT_EQ(service->sms_senders.size(), 1u);
    EXPECT_EQ(service->sms_senders[0].text, "07700900777");
    EXPECT_TRUE(service->sms_senders[0].is_default);
    EXPECT_TRUE(service->may("inbound_sms"));
    EXPECT_GT(service->change_number, before);
}

TEST_P(InboundNumbers, BecomeOneMoreSenderOfAServiceWithSeveral) {
    create("07700900777");
    run([&](auto& tx) {
        return services::ServiceStore(clock(), ids(), sealer_).add_sms_sender(tx, service_.id, "SECOND", false);
    });
    EXPECT_EQ(assign("07700900777", service_.id), "");
    const auto service = loaded();
    EXPECT_EQ(service->sms_senders.size(), 3u);
    EXPECT_EQ(service->default_sms_sender()->text, "07700900777");
    EXPECT_EQ(std::count_if(service->sms_senders.begin(), service->sms_senders.end(),
                            [](const auto& sender) { return sender.is_default; }),
              1);
}

TEST_P(InboundNumbers, BelongToOneServiceWhichHasOne) {
    create("07700900777");
    create("07700900778");
    const auto other = test::make_sample_service(store(), clock(), ids(), sealer_, {.name = "Other"});
    EXPECT_EQ(assign("07700900777", service_.id), "");
    EXPECT_EQ(assign("07700900777", other.id), "The inbound number 07700900777 is not free");
    EXPECT_EQ(assign("07700900778", service_.id), "The service receives on 07700900777 already; release that first");
    EXPECT_EQ(assign("07700900779", other.id), "There is no inbound number 07700900779");
    const auto nobody = ids().next_random();
    EXPECT_EQ(assign("07700900778", nobody), "There is no service " + nobody.to_string());
}

TEST_P(InboundNumbers, AreReleasedWithTheirSenderAndPermission) {
    create("07700900777");
    assign("07700900777", service_.id);
    EXPECT_EQ(release("07700900777"), "");
    const auto service = loaded();
    ASSERT_EQ(service->sms_senders.size(), 1u);
    EXPECT_EQ(service->sms_senders[0].text, "HERALD");
    EXPECT_TRUE(service->sms_senders[0].is_default);
    EXPECT_FALSE(service->may("inbound_sms"));
    EXPECT_EQ(assign("07700900777", service_.id), "");
    EXPECT_EQ(release("07700900777", false), "");
    EXPECT_EQ(assign("07700900777", service_.id), "The inbound number 07700900777 is not free");
    EXPECT_EQ(release("07700900779"), "There is no inbound number 07700900779");
}

}  // namespace
}  // namespace herald::inbound
