#include "notifications/status.h"

#include <gtest/gtest.h>

namespace herald::notifications {
namespace {

TEST(Status, ReadsWhatItWrites) {
    for (int i = 0; i <= static_cast<int>(Status::returned_letter); ++i) {
        const auto status = static_cast<Status>(i);
        EXPECT_EQ(status_from_text(to_text(status)), status);
    }
    EXPECT_EQ(to_text(Status::technical_failure), "technical-failure");
    EXPECT_EQ(to_text(Status::pending_virus_check), "pending-virus-check");
    EXPECT_EQ(status_from_text("Delivered"), std::nullopt);
}

}  // namespace
}  // namespace herald::notifications
