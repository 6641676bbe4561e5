#include "schedule/registry.h"

#include <gtest/gtest.h>

namespace herald::schedule {
namespace {

Task<std::string> nothing(Timestamp) {
    co_return "";
}

// S-067: an entry of the schedule is the task itself; none can name another by mistake.
TEST(TaskRegistry, HasEachTaskOnceWithAScheduleThatParses) {
    Registry registry;
    registry.add("one", "Does one thing", "* * * * *", nothing);
    EXPECT_THROW(registry.add("one", "Does it again", "* * * * *", nothing), std::invalid_argument);
    EXPECT_THROW(registry.add("two", "Never", "every day", nothing), std::invalid_argument);
    ASSERT_EQ(registry.all().size(), 1u);
    EXPECT_EQ(registry.find("one"), &registry.all()[0]);
    EXPECT_EQ(registry.find("two"), nullptr);
}

}  // namespace
}  // namespace herald::schedule
