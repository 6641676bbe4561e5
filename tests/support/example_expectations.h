#pragma once

#include <gtest/gtest.h>

#include "support/content_examples.h"
#include "support/examples/areas.h"

namespace herald::test {

/// Expects every worked example of one area to pass, and that there are some.
inline void expect_examples_pass(const std::string& area) {
    int count = 0;
    for (const auto& example : content_examples().GetArray()) {
        if (example["area"].GetString() != area) continue;
        const ExampleResult result = run_example(example);
        EXPECT_TRUE(result.is_built) << result.id;
        EXPECT_FALSE(result.wrong) << result.id << ":\n" << *result.wrong;
        ++count;
    }
    EXPECT_GT(count, 0);
}

}  // namespace herald::test
