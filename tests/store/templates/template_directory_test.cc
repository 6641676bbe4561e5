#include "templates/template_directory.h"

#include <gtest/gtest.h>

#include "services/service_store.h"
#include "support/database.h"
#include "support/test_loop.h"
#include "templates/template_store.h"

namespace herald::templates {
namespace {

class Directory : public test::StoreTest {
protected:
    void SetUp() override {
        store().write_now([&](db::Transaction& tx) {
            service_ = std::get<Uuid>(
                services::ServiceStore(clock(), ids(), sealer_).create(tx, {.name = "S", .sms_sender = "SENDER"}));
            NewTemplate text;
            text.service_id = service_;
            text.name = "Template";
            text.content = "first";
            id_ = std::get<TemplateVersion>(templates_.create(tx, text)).id;
        });
        services_ = std::make_unique<services::Directory>(store(), loop_, clock(), sealer_);
        directory_ = std::make_unique<TemplateDirectory>(store(), loop_, *services_);
    }
    void change(const std::string& content) {
        store().write_now([&](db::Transaction& tx) { templates_.update(tx, service_, id_, {.content = content}); });
    }
    TemplatePtr find(Uuid id) { return loop_.run(directory_->find(service_, id)); }
    TemplatePtr version(std::int64_t number) { return loop_.run(directory_->find_version(service_, id_, number)); }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const TemplateStore templates_{clock(), ids()};
    test::TestLoop loop_;
    std::unique_ptr<services::Directory> services_;
    std::unique_ptr<TemplateDirectory> directory_;
    Uuid service_, id_;
};
HERALD_ON_BOTH_STORES(Directory);

TEST_P(Directory, FindsTheServicesOwnTemplates) {
    EXPECT_EQ(find(id_)->content, "first");
    EXPECT_EQ(find(service_), nullptr);
    EXPECT_EQ(loop_.run(directory_->find(ids().next_random(), id_)), nullptr);
}

TEST_P(Directory, SeesAChangeAfterTwoSecondsAtTheLatest) {
    EXPECT_EQ(find(id_)->content, "first");
    change("second");
    clock().advance(std::chrono::milliseconds(1999));
    EXPECT_EQ(find(id_)->version, 1);
    clock().advance(std::chrono::milliseconds(1));
    EXPECT_EQ(find(id_)->version, 2);
    EXPECT_EQ(find(id_)->content, "second");
}

TEST_P(Directory, SeesAChangeAtOnceWhenTheServiceIsForgotten) {
    find(id_);
    change("second");
    services_->forget(service_);
    EXPECT_EQ(find(id_)->content, "second");
}

TEST_P(Directory, KeepsWhatHasNotChanged) {
    const auto first = find(id_);
    clock().advance(std::chrono::seconds(10));
    EXPECT_EQ(find(id_), first);
}

TEST_P(Directory, KeepsVersionsButNotTheirAbsence) {
    EXPECT_EQ(version(2), nullptr);
    change("second");
    EXPECT_EQ(version(1)->content, "first");
    EXPECT_EQ(version(2)->content, "second");
    EXPECT_EQ(version(2), version(2));
    EXPECT_EQ(loop_.run(directory_->find_version(id_, id_, 1)), nullptr);
}

}  // namespace
}  // namespace herald::templates
