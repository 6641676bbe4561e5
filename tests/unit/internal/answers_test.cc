#include "internal/answers.h"

#include <gtest/gtest.h>

namespace herald::internal {
namespace {

TEST(Answers, what_is_not_there) {
    EXPECT_EQ(not_found().status, 404);
    EXPECT_EQ(not_found().body, R"({"result":"error","message":"No result found"})");
    EXPECT_EQ(no_such_url().status, 404);
    EXPECT_EQ(no_such_url().body,
              R"({"result":"error","message":"The requested URL was not found on the server. If you entered the URL )"
              R"(manually please check your spelling and try again."})");
    EXPECT_EQ(unreadable_body().status, 400);
}

TEST(Answers, every_faulty_field_with_all_its_faults) {
    FieldErrors errors;
    EXPECT_TRUE(errors.empty());
    errors.add("page", not_an_integer);
    errors.add("id", field_missing);
    errors.add("page", not_positive);
    EXPECT_FALSE(errors.empty());
    EXPECT_EQ(errors.answer().status, 400);
    EXPECT_EQ(errors.answer().body,
              R"({"result":"error","message":{"page":["Not a valid integer.","Not a positive integer"],)"
              R"("id":["Missing data for required field."]}})");
}

}  // namespace
}  // namespace herald::internal
