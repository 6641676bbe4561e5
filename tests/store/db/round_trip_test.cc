// Every type of value goes into both engines and comes back as it was.

#include <cmath>
#include <limits>

#include "support/database.h"

namespace herald::db {
namespace {

class RoundTrip : public test::StoreTest {
protected:
    void SetUp() override {
        store().write_now([](Transaction& tx) {
            tx.execute(
                test::ad_hoc("CREATE TABLE things (whole INTEGER, fraction REAL, flag INTEGER, words TEXT, id BLOB, "
                             "instant INTEGER, document TEXT, bytes BLOB)",
                             "CREATE TABLE things (whole BIGINT, fraction DOUBLE PRECISION, flag BOOLEAN, words TEXT, "
                             "id UUID, instant TIMESTAMPTZ, document JSONB, bytes BYTEA)",
                             0),
                {});
        });
    }

    /// Stores one value in a column, reads it back.
    template <class T>
    T back(const std::string& column, const Value& value) {
        const std::string insert_sqlite = "INSERT INTO things (" + column + ") VALUES (?1)";
        const std::string insert_postgres = "INSERT INTO things (" + column + ") VALUES ($1)";
        const std::string select = "SELECT " + column + " FROM things";
        return store().write_now([&](Transaction& tx) {
            tx.execute(test::ad_hoc("DELETE FROM things", "DELETE FROM things", 0), {});
            EXPECT_EQ(tx.execute(test::ad_hoc(insert_sqlite, insert_postgres, 1), {value}), 1);
            rows_ = tx.query(test::ad_hoc(select, select, 0), {});
            return rows_[0].get<T>(0);
        });
    }

    Rows rows_;  ///< keeps the bytes that views point at
};
HERALD_ON_BOTH_STORES(RoundTrip);

TEST_P(RoundTrip, Integers) {
    using Limits = std::numeric_limits<std::int64_t>;
    for (const std::int64_t number : {std::int64_t{0}, std::int64_t{-1}, Limits::min(), Limits::max()})
        EXPECT_EQ(back<std::int64_t>("whole", number), number);
    EXPECT_EQ(back<int>("whole", -2'000'000'000), -2'000'000'000);
    EXPECT_THROW(back<int>("whole", std::int64_t{3'000'000'000}), StoreError);
}

TEST_P(RoundTrip, Doubles) {
    for (const double number : {0.0, -1.5, 1e-300, 1.7976931348623157e308, 0.1, 3.0})
        EXPECT_EQ(back<double>("fraction", number), number);
}

TEST_P(RoundTrip, Booleans) {
    EXPECT_TRUE(back<bool>("flag", true));
    EXPECT_FALSE(back<bool>("flag", false));
}

TEST_P(RoundTrip, Text) {
    const std::string long_text(100'000, 'x');
    for (const std::string& text : {std::string(), std::string("It's \"quoted\" \\x41 :name ?1 $1 %"),
                                    std::string("\u00e9\U0001F600\n\t"), long_text})
        EXPECT_EQ(back<std::string>("words", text), text);
    EXPECT_EQ(back<std::string_view>("words", "view"), "view");
}

TEST_P(RoundTrip, TextWithNulIsRefused) {
    EXPECT_THROW(back<std::string>("words", std::string_view("a\0b", 3)), StoreError);
    EXPECT_EQ(back<std::string>("words", "the store goes on"), "the store goes on");
}

TEST_P(RoundTrip, Uuids) {
    for (const Uuid& id : {Uuid{}, ids().next_random(), ids().next_ordered()}) EXPECT_EQ(back<Uuid>("id", id), id);
}

TEST_P(RoundTrip, InstantsToTheMicrosecond) {
    for (const char* text :
         {"2026-11-22T03:50:16.123456Z", "1970-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z",
          "2026-11-22T03:50:16.100000Z", "9999-12-31T23:59:59.999999Z", "2024-02-29T00:00:00.000001Z"}) {
        const Timestamp instant = *Timestamp::parse_iso(text);
        EXPECT_EQ(back<Timestamp>("instant", instant).to_iso(), text);
    }
}

TEST_P(RoundTrip, Json) {
    EXPECT_EQ(back<Json>("document", Json{"{\"a\": [1, 2, null]}"}).text, "{\"a\": [1, 2, null]}");
}

TEST_P(RoundTrip, Bytes) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte.push_back(static_cast<char>(byte));
    for (const std::string& bytes : {every_byte, std::string(), std::string("\\x41"), std::string(3, '\0')})
        EXPECT_EQ(back<Blob>("bytes", Blob{bytes}).bytes, bytes);
}

TEST_P(RoundTrip, Nulls) {
    for (const char* column : {"whole", "fraction", "flag", "words", "id", "instant", "document", "bytes"}) {
        EXPECT_EQ(back<std::optional<std::string>>(column, std::nullopt), std::nullopt) << column;
        EXPECT_TRUE(rows_[0].is_null(0)) << column;
        EXPECT_THROW(rows_[0].get<std::string>(0), StoreError) << column;
    }
    EXPECT_THROW(back<Uuid>("id", std::optional<Uuid>()), StoreError);
}

TEST_P(RoundTrip, OptionalsThatHaveAValue) {
    const Uuid id = ids().next_random();
    EXPECT_EQ(back<std::optional<Uuid>>("id", std::optional(id)), id);
    EXPECT_EQ(back<std::optional<bool>>("flag", std::optional(false)), false);
    EXPECT_EQ(back<std::optional<std::string>>("words", std::optional<std::string>("")), "");
}

TEST_P(RoundTrip, AValueOfAnotherKindIsAnError) {
    EXPECT_THROW(back<Uuid>("words", "not an id"), StoreError);
    EXPECT_THROW(back<Timestamp>("words", "yesterday"), StoreError);
    EXPECT_THROW(back<std::int64_t>("words", "12a"), StoreError);
    EXPECT_THROW(back<bool>("words", "maybe"), StoreError);
}

TEST_P(RoundTrip, RowsOutliveTheirTransaction) {
    back<std::string>("words", "still here");
    store().write_now(
        [](Transaction& tx) { tx.execute(test::ad_hoc("DELETE FROM things", "DELETE FROM things", 0), {}); });
    EXPECT_EQ(rows_[0].get<std::string_view>(0), "still here");
}

}  // namespace
}  // namespace herald::db
