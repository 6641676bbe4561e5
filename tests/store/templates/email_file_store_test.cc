// Files that email templates own (data-model §5, contract tasks §11.10).
#include "templates/email_file_store.h"

#include <gmock/gmock.h>

#include "services/service_store.h"
#include "support/database.h"
#include "support/memory_objects.h"
#include "support/test_loop.h"
#include "templates/email_file_retention.h"
#include "templates/template_store.h"

namespace herald::templates {
namespace {

using namespace std::chrono_literals;
using services::Refusal;
using testing::ElementsAre;
using testing::IsEmpty;

class EmailFiles : public test::StoreTest {
protected:
    template <class F>
    auto write(F work) {
        return store().write_now([&](db::Transaction& tx) { return work(tx); });
    }
    void SetUp() override {
        service_ = write([&](auto& tx) {
            return std::get<Uuid>(services_.create(tx, {.name = "Service", .sms_sender = "SENDER"}));
        });
        template_ = make(TemplateType::email, "Read ((plan.pdf))");
    }
    Uuid make(TemplateType type, const std::string& content) {
        NewTemplate text{.service_id = service_, .type = type, .name = "Template", .content = content};
        if (type != TemplateType::sms) text.subject = "Subject";
        return std::get<TemplateVersion>(write([&](auto& tx) { return templates_.create(tx, text); })).id;
    }
    std::variant<Uuid, Refusal> add(const NewEmailFile& file) {
        return write([&](auto& tx) { return files_.add(tx, file); });
    }
    NewEmailFile file(const std::string& name = "plan.pdf") {
        return {.service_id = service_, .template_id = template_, .filename = name};
    }
    std::string refused(const NewEmailFile& wanted) { return std::get<Refusal>(add(wanted)).message; }
    std::optional<Refusal> publish(const Uuid& id) {
        return write([&](auto& tx) { return files_.publish(tx, service_, id); });
    }
    Uuid published(const std::string& name = "plan.pdf") {
        clock().advance(1s);
        const Uuid id = std::get<Uuid>(add(file(name)));
        EXPECT_FALSE(publish(id));
        return id;
    }
    std::variant<std::int64_t, Refusal> remove(const std::string& name) {
        return write([&](auto& tx) { return files_.remove(tx, service_, template_, name); });
    }
    std::int64_t update(const TemplateChange& change) {
        const auto changed = write([&](auto& tx) { return templates_.update(tx, service_, template_, change); });
        return std::get<TemplateVersion>(changed).version;
    }
    TemplatePtr current() {
        return store().read_now([&](db::Transaction& tx) { return find_template(tx, service_, template_); });
    }
    static std::vector<std::string> names(const TemplatePtr& stored) {
        std::vector<std::string> all;
        for (const auto& one : stored->files) all.push_back(one.filename);
        return all;
    }
    std::vector<std::string> of_version(std::int64_t version) {
        return names(store().read_now(
            [&](db::Transaction& tx) { return find_template_version(tx, service_, template_, version); }));
    }
    std::string archive_pending() {
        return std::to_string(loop_.run(archive_pending_files(store(), loop_, clock().now())));
    }
    std::size_t remove_archived() {
        return loop_.run(remove_archived_files(store(), loop_, objects_, clock().now(), 1)).removed;
    }

    const std::vector<std::string> secrets_{"the secret of these tests"};
    const crypto::Sealer sealer_{secrets_};
    const services::ServiceStore services_{clock(), ids(), sealer_};
    const TemplateStore templates_{clock(), ids()};
    const EmailFileStore files_{clock(), ids()};
    test::TestLoop loop_;
    test::MemoryObjects objects_;
    Uuid service_, template_;
};
HERALD_ON_BOTH_STORES(EmailFiles);

TEST_P(EmailFiles, AreCarriedOnceTheyArePublished) {
    NewEmailFile wanted = file();
    wanted.link_text = "the plan";
    wanted.retention_weeks = 4;
    wanted.confirms_email = false;
    const Uuid id = std::get<Uuid>(add(wanted));
    EXPECT_THAT(current()->files, IsEmpty());
    EXPECT_FALSE(publish(id));
    const auto stored = current();
    ASSERT_EQ(stored->files.size(), 1u);
    EXPECT_EQ(stored->version, 1) << "publishing makes no new version";
    const EmailFile& one = stored->files[0];
    EXPECT_EQ(one.id, id);
    EXPECT_EQ(one.filename, "plan.pdf");
    EXPECT_EQ(one.link_text, "the plan");
    EXPECT_EQ(one.retention_weeks, 4);
    EXPECT_FALSE(one.confirms_email);
    EXPECT_THAT(stored->placeholders(), ElementsAre("plan.pdf"));
    EXPECT_THAT(stored->placeholders_to_fill(), IsEmpty());
    EXPECT_EQ(publish(id)->message, "There is no pending file " + id.to_string());
}

TEST_P(EmailFiles, BelongToTheVersionsThatKnewThem) {
    update({.content = "Two"});
    published("a.pdf");
    update({.content = "Three"});
    published("b.pdf");
    EXPECT_EQ(std::get<std::int64_t>(remove("A.pdf")), 4);
    EXPECT_EQ(current()->version, 4);
    EXPECT_THAT(of_version(1), IsEmpty());
    EXPECT_THAT(of_version(2), ElementsAre("a.pdf"));
    EXPECT_THAT(of_version(3), ElementsAre("a.pdf", "b.pdf"));
    EXPECT_THAT(of_version(4), ElementsAre("b.pdf"));
    EXPECT_THAT(names(current()), ElementsAre("b.pdf"));
    // The name is free again, and an archived template carries none.
    published("a.pdf");
    EXPECT_EQ(update({.archived = true}), 5);
    EXPECT_THAT(of_version(4), ElementsAre("b.pdf", "a.pdf"));
    EXPECT_THAT(of_version(5), IsEmpty());
    EXPECT_EQ(std::get<Refusal>(remove("a.pdf")).message, "The template has been deleted");
}

TEST_P(EmailFiles, AreRefusedWhereTheyDoNotBelong) {
    published();
    const std::string taken = "File named PLAN_.pdf already exists for template id " + template_.to_string();
    EXPECT_EQ(refused(file("PLAN_.pdf")), taken);
    const Uuid first = std::get<Uuid>(add(file("b.pdf"))), second = std::get<Uuid>(add(file("B.pdf")));
    EXPECT_FALSE(publish(first));
    EXPECT_EQ(publish(second)->message, "File named B.pdf already exists for template id " + template_.to_string());
    EXPECT_EQ(refused(file(" ")), "A file's name must not be blank");
    EXPECT_EQ(refused(file("a(1).pdf")), "A file's name must not have brackets in it");
    NewEmailFile other = file("c.pdf");
    other.retention_weeks = 79;
    EXPECT_EQ(refused(other), "A file can be downloaded for 1 to 78 weeks");
    other = file("c.pdf");
    other.template_id = make(TemplateType::sms, "Hello");
    EXPECT_EQ(refused(other), "Cannot add an email file to a non-email template");
    other.template_id = service_;
    EXPECT_EQ(refused(other), "The service has no template " + service_.to_string());
    other.service_id = template_;
    EXPECT_EQ(refused(other), "There is no service " + template_.to_string());
    EXPECT_EQ(std::get<Refusal>(remove("c.pdf")).message, "The template has no file named c.pdf");
    write([&](auto& tx) { return services_.set_permissions(tx, service_, {"sms"}); });
    EXPECT_EQ(refused(file("c.pdf")), "Updating email templates is not allowed");
}

TEST_P(EmailFiles, AreLookedUpAgainByEveryCacheAfterAChange) {
    const auto number = [&] {
        return *store().read_now([&](db::Transaction& tx) { return services::read_change_number(tx, service_); });
    };
    const auto before = number();
    published();
    const auto after = number();
    EXPECT_GT(after, before);
    remove("plan.pdf");
    EXPECT_GT(number(), after);
}

TEST_P(EmailFiles, ThatNobodyFinishedAreArchivedAfterADay) {
    const Uuid id = std::get<Uuid>(add(file("late.pdf")));
    clock().advance(24h);
    EXPECT_EQ(archive_pending(), "0");
    clock().advance(1s);
    EXPECT_EQ(archive_pending(), "1");
    EXPECT_EQ(archive_pending(), "0");
    EXPECT_EQ(publish(id)->message, "There is no pending file " + id.to_string());
}

TEST_P(EmailFiles, LoseTheirContentTwoWeeksAfterTheyWereArchived) {
    const auto object = [&](const Uuid& id) { return email_file_object_name(service_, id); };
    const Uuid kept = published("kept.pdf"), stuck = published("stuck.pdf"), gone = published("gone.pdf");
    for (const Uuid& id : {kept, stuck, gone}) objects_.all[object(id)] = "content";
    remove("stuck.pdf");
    clock().advance(1s);
    remove("gone.pdf");
    clock().advance(14 * 24h);
    EXPECT_EQ(remove_archived(), 1u) << "the one that was archived a second earlier";
    objects_.all[object(stuck)] = "content";
    clock().advance(1s);
    EXPECT_EQ(remove_archived(), 1u);
    EXPECT_EQ(remove_archived(), 0u) << "what is removed is not looked at again";
    EXPECT_TRUE(objects_.all.contains(object(kept)));
    EXPECT_FALSE(objects_.all.contains(object(gone)));
}

TEST_P(EmailFiles, WhoseContentCannotBeRemovedAreTriedAgain) {
    const Uuid first = published("a.pdf");
    published("b.pdf");
    objects_.undeletable.insert(email_file_object_name(service_, first));
    remove("a.pdf");
    remove("b.pdf");
    clock().advance(15 * 24h);
    const auto removal = loop_.run(remove_archived_files(store(), loop_, objects_, clock().now()));
    EXPECT_EQ(removal.removed, 1u);
    EXPECT_EQ(removal.failed, 1u);
    objects_.undeletable.clear();
    EXPECT_EQ(remove_archived(), 1u);
}

}  // namespace
}  // namespace herald::templates
