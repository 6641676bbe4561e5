// `GET /protected-sender-id/check` (contract admin-api-services-users §10).
#include "internal/sender_routes.h"

#include <gtest/gtest.h>

#include "services/protected_senders.h"
#include "support/database.h"
#include "support/internal_client.h"
#include "support/test_loop.h"

namespace herald::internal {
namespace {

class ProtectedSenders : public test::StoreTest {
protected:
    ProtectedSenders() { routes_.add_to(client_.router()); }
    http::Response ask(const std::string& query) { return client_.get(loop_, "/protected-sender-id/check" + query); }

    test::TestLoop loop_;
    test::InternalClient client_{clock()};
    SenderRoutes routes_{{store(), loop_, client_.authenticator()}};
};
HERALD_ON_BOTH_STORES(ProtectedSenders);

TEST_P(ProtectedSenders, AreFoundWhateverTheirCaseAndSpaces) {
    store().write_now([&](db::Transaction& tx) { EXPECT_FALSE(services::protect_sender(tx, "Example Bank")); });
    for (const char* spelling : {"EXAMPLE+BANK", "examplebank", "Ex+Am+ple%09Bank"}) {
        const auto answer = ask(std::string("?sender_id=") + spelling);
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "true") << spelling;
    }
    EXPECT_EQ(ask("?sender_id=ExampleBank2").body, "false");
}

TEST_P(ProtectedSenders, MustBeAskedFor) {
    for (const char* query : {"", "?sender_id=", "?sender=x"}) {
        const auto answer = ask(query);
        EXPECT_EQ(answer.status, 400) << query;
        EXPECT_EQ(answer.body, R"({"result":"error","message":"sender_id must be passed in"})");
    }
}

}  // namespace
}  // namespace herald::internal
