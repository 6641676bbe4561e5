#include "notifications/formats.h"

#include <gtest/gtest.h>

namespace herald::notifications {
namespace {

TEST(HttpsUrl, is_an_absolute_uri_that_starts_with_https) {
    for (const char* const url :
         {"https://example.com", "https://example.com/", "https://example.com:8443/a/b%20c;d=1?x=y&z=[no]",
          "https://user:word@example.com/", "https://[2001:db8::1]:443/x", "https://[::1]", "https:path",
          "https://example.com/#a/b?c", "https+x://example.com", "https://", "https://example.com//"}) {
        const bool bracket_in_query = std::string_view(url).find("[no]") != std::string_view::npos;
        EXPECT_EQ(is_https_url(url), !bracket_in_query) << url;
    }
    for (const char* const url : {"",
                                  "https",
                                  "http://example.com",
                                  "HTTPS://example.com",
                                  "ftp://example.com",
                                  "//example.com",
                                  "/path",
                                  "https://exa mple.com",
                                  "https://example.com/a b",
                                  "https://example.com/%",
                                  "https://example.com/%4",
                                  "https://example.com/%zz",
                                  "https://example.com:port/",
                                  "https://example.com/\"",
                                  "https://[::1",
                                  "https://example.com/é",
                                  "https://example.com/#a#b",
                                  " https://example.com",
                                  "https://example.com\n",
                                  "https://a@b@c/",
                                  "https_x://example.com",
                                  "https://[]/",
                                  "https://[::g%25]/"})
        EXPECT_FALSE(is_https_url(url)) << url;
}

/// 2026-02-02T02:40:00Z, a Monday of week 6.
constexpr Timestamp now{1'770'000'000'000'000};

/// What is wrong with a text; empty when nothing is.
std::string_view error_of(std::string_view text) {
    const auto read = read_scheduled_for(text, now);
    const auto* error = std::get_if<std::string_view>(&read);
    return error ? *error : std::string_view();
}

TEST(ScheduledFor, takes_any_form_of_iso_8601) {
    for (const char* const text :
         {"2026-02-02T02:40", "2026-02-02 02:40:00", "20260202T0240", "20260202T024000", "2026-02-02T03",
          "2026-02-02T02:40:00.123456789", "2026-02-02T02:40:00,5Z", "2026-02-02T02:40:00Z", "2026-02-03", "20260203",
          "2026-W06-2", "2026W062", "2026-W06-2T01:00", "2026-02-09T02:40:00"})
        EXPECT_EQ(error_of(text), "") << text;
}

TEST(ScheduledFor, means_the_instant_that_its_offset_says) {
    const struct {
        const char* text;
        Duration after_now;
    } cases[] = {
        {"2026-02-02T03:40:00", std::chrono::hours(1)},    {"2026-02-02T03:40:00Z", std::chrono::hours(1)},
        {"2026-02-02T04:40+01:00", std::chrono::hours(1)}, {"2026-02-01T19:40:00-0800", std::chrono::hours(1)},
        {"2026-02-03T02:39:00+23:59", Duration(0)},        {"2026-02-02T02:40:00.5", std::chrono::milliseconds(500)},
    };
    for (const auto& [text, after_now] : cases)
        EXPECT_EQ(std::get<Timestamp>(read_scheduled_for(text, now)), now + after_now) << text;
}

TEST(ScheduledFor, must_not_be_past) {
    for (const char* const text : {"2026-02-02T02:39:59.999999", "2026-02-02", "2026-W06", "2026-W06-1",
                                   "2025-12-31T23:00Z", "2026-02-02T03:39:59+01:00", "0001-01-01"})
        EXPECT_EQ(error_of(text), "datetime can not be in the past") << text;
}

TEST(ScheduledFor, must_be_within_a_week) {
    for (const char* const text :
         {"2026-02-09T02:40:00.000001", "2026-02-10", "9999-12-31T23:59:59", "2026-W53-7", "2026-02-09T02:00:00-01:00"})
        EXPECT_EQ(error_of(text), "datetime can only be 7 days in the future") << text;
}

TEST(ScheduledFor, must_be_a_date) {
    for (const char* const text : {"",
                                   "soon",
                                   "2026",
                                   "2026-02",
                                   "2026-02-30",
                                   "2026-13-01",
                                   "2026-02-02T",
                                   "2026-02-02T24:00",
                                   "2026-02-02T02:60",
                                   "2026-02-02T02:40:61",
                                   "2026-02-02T02:40:00.",
                                   "2026-02-02T02:40:00X",
                                   "2026-02-02T02:40:00Z ",
                                   "2025-W53-1",
                                   "2026-W00",
                                   "2026-W06-8",
                                   "26-02-02",
                                   " 2026-02-02",
                                   "2026-0202",
                                   "0000-01-01",
                                   "2026-02-02T02:40+"})
        EXPECT_TRUE(error_of(text).starts_with("datetime format is invalid.")) << text;
}

}  // namespace
}  // namespace herald::notifications
