#include "base/log.h"

#include <gtest/gtest.h>

#include <limits>
#include <mutex>
#include <thread>
#include <vector>

#include "base/time.h"

namespace herald::log {
namespace {

std::mutex lines_mutex;
std::vector<std::string> lines;

class LogTest : public ::testing::Test {
protected:
    LogTest() {
        lines.clear();
        set_sink([](std::string_view line) {
            std::scoped_lock lock(lines_mutex);
            lines.emplace_back(line);
        });
    }
    ~LogTest() override {
        set_sink(nullptr);
        set_level(Level::info);
    }
    /// The only line, without its time.
    static std::string line() {
        EXPECT_EQ(lines.size(), 1U);
        return lines.empty() ? "" : lines[0].substr(lines[0].find(",\"level\""));
    }
};

TEST_F(LogTest, WritesOneJsonObject) {
    info("started", "Herald is ready", {{"port", 6011}, {"share", 0.5}, {"tls", false}, {"store", "sqlite"}});
    EXPECT_EQ(line(), R"(,"level":"info","event":"started","message":"Herald is ready",)"
                      R"("port":6011,"share":0.5,"tls":false,"store":"sqlite"})");
    ASSERT_TRUE(lines[0].starts_with(R"({"time":")"));
    EXPECT_TRUE(Timestamp::parse_iso(std::string_view(lines[0]).substr(9, 27)).has_value());
}

// Some of what is logged comes from requests that anybody may make: a reference of three megabytes is no line of a log.
TEST_F(LogTest, CutsWhatIsTooLong) {
    const std::string most(3'999, 'a');
    info("e", "m", {{"reference", most + "b"}});
    EXPECT_TRUE(line().ends_with(R"(ab"})"));
    lines.clear();
    info("e", "m", {{"reference", most + "é and more"}});
    EXPECT_TRUE(line().ends_with(R"(aé…"})"));
}

TEST_F(LogTest, EscapesWhatJsonCannotHold) {
    struct Case {
        std::string text;
        std::string written;
    };
    const std::vector<Case> cases = {
        {"plain", "plain"},
        {"a\"b\\c", R"(a\"b\\c)"},
        {"two\nlines\t\x01", R"(two\nlines\u0009\u0001)"},
        {std::string("nul\0", 4), R"(nul\u0000)"},
        {"\xC3\xA9\xE2\x80\x99\xF0\x9F\x98\x80", "\xC3\xA9\xE2\x80\x99\xF0\x9F\x98\x80"},
        {"bad \xFF\xC3", R"(bad \ufffd\ufffd)"},
        {"overlong \xC0\xAF", R"(overlong \ufffd\ufffd)"},
        {"surrogate \xED\xA0\x80", R"(surrogate \ufffd\ufffd\ufffd)"},
        {"cut \xE2\x80", R"(cut \ufffd\ufffd)"},
    };
    for (const Case& c : cases) {
        lines.clear();
        info("event", c.text);
        EXPECT_EQ(line(), R"(,"level":"info","event":"event","message":")" + c.written + "\"}");
    }
}

TEST_F(LogTest, WritesNumbersThatJsonHasNoWordForAsNull) {
    info("e", "m", {{"a", std::numeric_limits<double>::infinity()}, {"b", std::numeric_limits<double>::quiet_NaN()}});
    EXPECT_EQ(line(), R"(,"level":"info","event":"e","message":"m","a":null,"b":null})");
}

TEST_F(LogTest, LeavesOutWhatIsBelowTheLevel) {
    debug("quiet", "not written");
    EXPECT_TRUE(lines.empty());
    set_level(Level::warning);
    info("quiet", "not written");
    warning("loud", "written");
    EXPECT_EQ(line(), R"(,"level":"warning","event":"loud","message":"written"})");
}

TEST_F(LogTest, KeepsLinesOfManyThreadsApart) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([] {
            for (int i = 0; i < 100; ++i) info("event", "message", {{"i", i}});
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(lines.size(), 400U);
    for (const std::string& written : lines) ASSERT_TRUE(written.starts_with("{") && written.ends_with("}")) << written;
}

}  // namespace
}  // namespace herald::log
