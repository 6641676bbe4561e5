// Every worked example of the contract about recipients, straight through this room's code.
#include "support/example_expectations.h"

namespace herald::recipients {
namespace {

class ContentExamples : public testing::TestWithParam<std::string> {};

TEST_P(ContentExamples, AllPass) {
    test::expect_examples_pass(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Areas, ContentExamples, testing::Values("phone", "email_address", "postal_address"),
                         [](const auto& area) { return area.param; });

}  // namespace
}  // namespace herald::recipients
