// Files that others have put into the bucket, which nobody has looked through.

#include <gtest/gtest.h>

#include "store/jobs/jobs_test.h"

namespace herald::jobs {
namespace {

using namespace std::string_literals;

class ForeignFiles : public test::JobsTest {};
HERALD_ON_BOTH_STORES(ForeignFiles);

TEST_P(ForeignFiles, MayHoldNulCharacters) {
    const Uuid id = upload(
        "phone number,name,reference\r\n07700900000,A\0da,case\0 7\r\n0770\0900001,Bob,\r\n07700900002,Eve,\r\n"s);
    process();
    EXPECT_EQ(rows_of(id), "0:sending 1:validation-failed 2:sending");
    EXPECT_EQ(row_of(id, 0).client_reference, "case\uFFFD 7");
    EXPECT_EQ(row_of(id, 0).personalisation, "{\"name\":\"A\uFFFDda\"}");
    EXPECT_EQ(job(id).status, JobStatus::all_created);
}

TEST_P(ForeignFiles, MayBeOfAnotherEncoding) {
    const Uuid id = upload(
        "phone number,name\r\n07700900000,Zo\xEB\r\n0770\xEB"
        "900001,Bob\r\n");
    process();
    EXPECT_EQ(rows_of(id), "0:sending 1:validation-failed");
    EXPECT_EQ(row_of(id, 0).personalisation, "{\"name\":\"Zo\uFFFD\"}");
}

}  // namespace
}  // namespace herald::jobs
