// Every worked example of the contract about when letters are printed, delivered and cancelled.
#include "support/example_expectations.h"

namespace herald::letters {
namespace {

class ContentExamples : public testing::TestWithParam<std::string> {};

TEST_P(ContentExamples, AllPass) {
    test::expect_examples_pass(GetParam());
}

INSTANTIATE_TEST_SUITE_P(Areas, ContentExamples, testing::Values("letter_timings", "letter_cancelling"),
                         [](const auto& area) { return area.param; });

}  // namespace
}  // namespace herald::letters
