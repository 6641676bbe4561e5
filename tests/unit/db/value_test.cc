// Reading stored values, as each engine returns them.

#include "db/value.h"

#include <gtest/gtest.h>

#include "db/store.h"

namespace herald::db {
namespace {

Cell text(std::string_view bytes) {
    return {.kind = Cell::Kind::text, .bytes = bytes};
}
Cell blob(std::string_view bytes) {
    return {.kind = Cell::Kind::blob, .bytes = bytes};
}
Cell integer(std::int64_t number) {
    return {.kind = Cell::Kind::integer, .integer = number};
}
Cell real(double number) {
    return {.kind = Cell::Kind::real, .real = number};
}

TEST(Cells, OfSqliteAreTyped) {
    EXPECT_EQ(read_cell<std::int64_t>(integer(-7)), -7);
    EXPECT_EQ(read_cell<double>(real(0.25)), 0.25);
    EXPECT_EQ(read_cell<double>(integer(3)), 3.0);
    EXPECT_TRUE(read_cell<bool>(integer(1)));
    EXPECT_EQ(read_cell<Timestamp>(integer(1'500'000)).micros, 1'500'000);
    EXPECT_EQ(read_cell<Uuid>(blob("0123456789abcdef")).bytes[0], '0');
}

TEST(Cells, OfPostgresAreText) {
    EXPECT_EQ(read_cell<std::int64_t>(text("-9223372036854775808")), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(read_cell<double>(text("1e-05")), 1e-05);
    EXPECT_TRUE(read_cell<bool>(text("t")));
    EXPECT_FALSE(read_cell<bool>(text("f")));
    EXPECT_EQ(read_cell<Uuid>(text("00000000-0000-4000-8000-0000000000ff")).bytes[15], 0xff);
}

TEST(Cells, OfPostgresHoldInstantsInTheServersFormat) {
    const std::pair<const char*, const char*> cases[] = {
        {"2026-11-22 03:50:16.123456+00", "2026-11-22T03:50:16.123456Z"},
        {"2026-11-22 03:50:16+00", "2026-11-22T03:50:16.000000Z"},
        {"2026-11-22 03:50:16.5+00", "2026-11-22T03:50:16.500000Z"},
    };
    for (const auto& [stored, meant] : cases) EXPECT_EQ(read_cell<Timestamp>(text(stored)).to_iso(), meant);
}

TEST(Cells, ThatAreNoneOfTheKindAreRefused) {
    for (const char* bad : {"", " 1", "1 ", "1.5", "9223372036854775808", "x"})
        EXPECT_THROW(read_cell<std::int64_t>(text(bad)), StoreError) << bad;
    for (const char* bad : {"", "true", "2"}) EXPECT_THROW(read_cell<bool>(text(bad)), StoreError) << bad;
    for (const char* bad : {"", "infinity", "2026-11-22"})
        EXPECT_THROW(read_cell<Timestamp>(text(bad)), StoreError) << bad;
    EXPECT_THROW(read_cell<Uuid>(blob("short")), StoreError);
    EXPECT_THROW(read_cell<int>(integer(1LL << 31)), StoreError);
    EXPECT_THROW(read_cell<std::string>(integer(1)), StoreError);
    EXPECT_THROW(read_cell<std::string>(Cell{}), StoreError);
}

TEST(Values, OfOptionalsAreNullOrTheirContent) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(Value(std::optional<Uuid>()).variant()));
    EXPECT_EQ(std::get<std::int64_t>(Value(std::optional<int>(4)).variant()), 4);
    EXPECT_EQ(std::get<std::string_view>(Value(std::optional<std::string_view>("x")).variant()), "x");
}

}  // namespace
}  // namespace herald::db
