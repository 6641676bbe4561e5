// What only a page of the admin site asks: on an empty store nothing is found, on either engine.

#include <gtest/gtest.h>

#include "app/providers_sql.h"
#include "jobs/file_check_sql.h"
#include "notifications/log_store_sql.h"
#include "notifications/shown_sql.h"
#include "support/database.h"

namespace herald {
namespace {

class PagesOfNothing : public test::StoreTest {};
HERALD_ON_BOTH_STORES(PagesOfNothing);

TEST_P(PagesOfNothing, FindNothing) {
    const Uuid id = ids().next_random();
    const Timestamp now = clock().now();
    store().write_now([&](db::Transaction& tx) {
        EXPECT_EQ(tx.execute(app::sql::add_provider, {"own", "Own", "sms"}), 1);
        EXPECT_EQ(tx.execute(app::sql::add_provider, {"own", "Own", "sms"}), 0);
        EXPECT_TRUE(tx.query(jobs::sql::job_alike, {id, now, id, 1, "people.csv"}).empty());
        EXPECT_TRUE(tx.query(notifications::sql::name_of_api_key, {id}).empty());
        EXPECT_TRUE(tx.query(notifications::sql::author_of_notification, {id}).empty());
        const db::Params page{id, Timestamp{0}, std::nullopt, std::nullopt, true, true, true, now, id, 50, 0};
        EXPECT_TRUE(tx.query(notifications::sql::log_of_service, page).empty());
    });
}

}  // namespace
}  // namespace herald
