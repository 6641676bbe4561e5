// Rows of jobs whose template owns files (contract public-api §2.6, tasks §5.4).
#include <gmock/gmock.h>

#include "store/jobs/jobs_test.h"
#include "templates/email_file_store.h"

namespace herald::jobs {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class JobsWithFiles : public test::JobsTest {
protected:
    void SetUp() override {
        const templates::TemplateStore texts(clock(), ids());
        const templates::EmailFileStore files(clock(), ids());
        store().write_now([&](db::Transaction& tx) {
            templates::TemplateChange change;
            change.content = "Dear ((name)), read ((plan.txt))";
            texts.update(tx, service_.id, service_.email->id, change);
            file_ = std::get<Uuid>(files.add(tx, {.service_id = service_.id,
                                                  .template_id = service_.email->id,
                                                  .filename = "plan.txt",
                                                  .link_text = "the plan"}));
            EXPECT_FALSE(files.publish(tx, service_.id, file_));
        });
        objects_.all[object()] = "The plan is this.\n";
    }
    std::string object() const { return templates::email_file_object_name(service_.id, file_); }
    Uuid upload_emails(const std::string& csv) {
        return upload(csv, [&](NewJob& wanted) {
            wanted.template_id = service_.email->id;
            wanted.template_version = 2;
            wanted.channel = Channel::email;
        });
    }

    Uuid file_;
};
HERALD_ON_BOTH_STORES(JobsWithFiles);

TEST_P(JobsWithFiles, EachRowHasACopyOfItsOwn) {
    job_options_.chunk_rows_with_files = 2;
    const Uuid id = upload_emails(
        "email address,name,plan.txt\r\nada@example.com,Ada,ignored\r\nnonsense,Eve,\r\nbob@example.com,Bob,\r\n");
    process();
    EXPECT_EQ(rows_of(id), "0:sending 1:validation-failed 2:sending");
    EXPECT_EQ(count("documents"), 2);
    ASSERT_EQ(provider_.sent.size(), 2u);
    EXPECT_THAT(provider_.sent[0].text, HasSubstr("the plan: https://files.example/d/"));
    EXPECT_NE(row_of(id, 0).personalisation, row_of(id, 2).personalisation);
    const auto personalisation = *JsonDocument::parse(row_of(id, 2).personalisation);
    EXPECT_EQ(personalisation["name"].text(), "Bob");
    EXPECT_THAT(std::string(personalisation["plan.txt"].text()), HasSubstr("[the plan](https://files.example/d/"));
    EXPECT_FALSE(row_of(id, 0).document_download_count);
}

TEST_P(JobsWithFiles, NeedNoColumnForAFile) {
    const Uuid id = upload_emails("email address,name\r\nada@example.com,Ada\r\n");
    process();
    EXPECT_EQ(rows_of(id), "0:sending");
    EXPECT_EQ(skipped_of(id), "");
}

TEST_P(JobsWithFiles, WaitForAFileThatIsNotThere) {
    const std::string content = objects_.all.extract(object()).mapped();
    const Uuid id = upload_emails("email address,name\r\nada@example.com,Ada\r\n");
    process(5min);
    EXPECT_EQ(messages_of(id), 0);
    objects_.all[object()] = content;
    process(31min);
    EXPECT_EQ(messages_of(id), 1);
    EXPECT_EQ(job(id).status, JobStatus::all_created);
}

}  // namespace
}  // namespace herald::jobs
