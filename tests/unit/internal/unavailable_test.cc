#include "internal/unavailable.h"

#include <gtest/gtest.h>

namespace herald::internal {
namespace {

struct FixedClock final : Clock {
    Timestamp now() const override { return {1'700'000'000'000'000}; }
};

Task<http::Response> built(const http::Request&) {
    co_return http::Response{};
}

TEST(Unavailable, stands_in_only_for_routes_that_are_not_there) {
    const FixedClock clock;
    const services::InternalAuthenticator authenticator({}, clock);
    http::Router router;
    // The same route by the contract, although it takes more texts as an id.
    router.add(http::Method::get, "/service/{service}/job", built);
    add_unavailable(router, authenticator);
    const std::string service = "/service/26785a09-ab16-4eb0-8407-a37497a57506";
    EXPECT_EQ(router.match(http::Method::get, service + "/job").pattern, "/service/{service}/job");
    EXPECT_EQ(router.match(http::Method::post, service + "/job").pattern, "/service/{service_id:uuid}/job");
    EXPECT_EQ(router.match(http::Method::get, "/letter-rates/").pattern, "/letter-rates/");
    EXPECT_EQ(router.match(http::Method::get, "/services").handler, nullptr);
}

}  // namespace
}  // namespace herald::internal
