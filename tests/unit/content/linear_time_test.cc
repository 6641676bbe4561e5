// No text may take time that grows faster than its length.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "content/personalisation_json.h"
#include "content/render.h"
#include "content/sanitise.h"
#include "content/sms_preview.h"

namespace herald::content {
namespace {

std::string repeat(std::string_view piece, std::size_t bytes) {
    std::string source;
    while (source.size() < bytes) source += piece;
    return source;
}

/// Seconds of this thread; the least of a few tries, because others use the machine too. `work` returns how much it
/// has made.
template <typename Work>
double seconds_of_work(int tries, const Work& work) {
    double least = 1e9;
    for (int i = 0; i < tries; ++i) {
        timespec begin{}, end{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
        const std::size_t made = work();
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
        if (made == 0) return 0;
        least = std::min(least, static_cast<double>(end.tv_sec - begin.tv_sec) +
                                    static_cast<double>(end.tv_nsec - begin.tv_nsec) / 1e9);
    }
    return least;
}

/// For everything that is done with a text.
double seconds_of(const std::string& source, int tries) {
    return seconds_of_work(tries, [&] {
        const EmailTemplate email = EmailTemplate::parse(source, source);
        return render_email_html(email, {}, {}).size() + render_email_text(email, {}).size() +
               render_email_subject(email, {}).size() + render_sms(email.body, {}).text.size() +
               render_sms_preview(email.body, {}, {}).size() + sanitise_untrusted(source).size();
    });
}

/// For a personalisation of so many values.
double seconds_of_values(std::size_t count, int tries) {
    std::string object = "{";
    for (std::size_t i = count; i > 0; --i)
        object += (i == count ? "\"" : ",\"") + std::to_string(10'000'000 + i) + "\":\"x\"";
    const auto document = JsonDocument::parse(object + "}");
    return seconds_of_work(tries, [&] { return to_personalisation(document->root()).empty() ? 0u : count; });
}

class LinearTime : public testing::TestWithParam<std::string> {};

// Ten times the text takes ten times the time, give or take what caches do: three times that much per byte is too much.
// A quadratic scan would take ten times as much per byte.
TEST_P(LinearTime, TimePerByteIsBounded) {
    // With sanitizers everything takes ten times as long.
    const bool is_quick = std::getenv("HERALD_TEST_QUICK") != nullptr;
    const std::size_t small = is_quick ? 20'000 : 100'000, large = 10 * small;
    constexpr double growth_max = 3;
    const double of_small = seconds_of(repeat(GetParam(), small), 3) / static_cast<double>(small);
    double of_large = seconds_of(repeat(GetParam(), large), 1) / static_cast<double>(large);
    // Once more when something else may have been in the way.
    if (of_large > growth_max * of_small)
        of_large = std::min(of_large, seconds_of(repeat(GetParam(), large), 2) / static_cast<double>(large));
    EXPECT_LT(of_large, growth_max * of_small)
        << GetParam() << ": " << of_small * 1e9 << " ns a byte of 100 kB, " << of_large * 1e9 << " of 1 MB";
}

INSTANTIATE_TEST_SUITE_P(Texts, LinearTime,
                         testing::Values("((", "))", "((a", "((a))", "((a??b))", "[", "]", "[a](", "[a](b)", "[[a]",
                                         "[^", "[^a]", "[a]: ", "[a]: b\n", "[^a]: b\n\n", "[a](b \"", "[](<", "![",
                                         "*", "* a\n", "* a\n\n", "  * a\n", "\n", "\n\n", " ", "\t", "^", "^a\n",
                                         "^^^^^^^^a\n", "#", "# a\n", "```\n", "~~~a\n", "<b>", "<a b=\"", "<!--", "<",
                                         "</", ">", "> a\n", "&", "&#", "&amp;", "&a", "'", "\"", "\"'", "a'", "\\",
                                         "\\'", "h", "http", "http://", "http://a.b ", "://", "a.", "a-", "a@", "@",
                                         "a@b ", "|", "|a|\n|-|\n", "a|b\n-|-\n", "-\n", " -", " - ", "--- \n", "1.\n",
                                         "1. a\n", "1", "a\n", "a\n===\n", "    a\n", "GOV.UK ", " ,", " .", "\xFF",
                                         "\xE2\x80", "\u200B", "\u2028", "é", "😀", "\r", "\r\n"),
                         [](const auto& text) { return std::to_string(text.index); });

TEST(LinearTimeNames, TimePerValueIsBounded) {
    constexpr std::size_t small = 5'000, large = 10 * small;
    const double of_small = seconds_of_values(small, 5) / small, of_large = seconds_of_values(large, 3) / large;
    EXPECT_LT(of_large, 4 * of_small);
}

// Nested as deep as the text goes.
TEST(LinearTimeNested, ListsAndInsets) {
    const auto nested = [](std::size_t bytes, std::string_view mark) {
        std::string source;
        for (std::size_t depth = 0; source.size() < bytes; ++depth)
            source += std::string(depth % 200, ' ') + std::string(mark) + " a\n";
        return source;
    };
    for (const std::string_view mark : {"*", "1.", "^", "-"}) {
        const double small = seconds_of(nested(50'000, mark), 3) / 50'000;
        const double large = seconds_of(nested(500'000, mark), 1) / 500'000;
        EXPECT_LT(large, 3 * small) << mark;
    }
}

}  // namespace
}  // namespace herald::content
