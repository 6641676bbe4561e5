// The two engines have the same schema: tables, columns, nullability, kinds of type, keys and indexes.

#include <set>

#include "db/migrate.h"
#include "support/database.h"

namespace herald::db {
namespace {

const Statement columns = test::ad_hoc(
    R"(SELECT t.name, c.name, c.type, c."notnull" FROM sqlite_master t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%')",
    R"(SELECT t.relname, c.attname,
              CASE format_type(c.atttypid, c.atttypmod)
                  WHEN 'uuid' THEN 'BLOB' WHEN 'bytea' THEN 'BLOB'
                  WHEN 'bigint' THEN 'INTEGER' WHEN 'boolean' THEN 'INTEGER'
                  WHEN 'timestamp with time zone' THEN 'INTEGER'
                  WHEN 'text' THEN 'TEXT' WHEN 'jsonb' THEN 'TEXT'
                  WHEN 'double precision' THEN 'REAL'
                  ELSE format_type(c.atttypid, c.atttypmod) END,
              CASE WHEN c.attnotnull THEN 1 ELSE 0 END
       FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid
       WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND c.attnum > 0 AND NOT c.attisdropped)",
    0);

/// One row per column of an index, in order. The engines name the indexes of constraints differently, so those have no
/// name here.
const Statement indexes = test::ad_hoc(
    R"(SELECT t.name, i.name, i.origin, i."unique", i.partial, c.name
       FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
       ORDER BY t.name, i.name, c.seqno)",
    R"(SELECT t.relname, i.relname,
              CASE WHEN x.indisprimary THEN 'pk'
                   WHEN EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid) THEN 'u' ELSE 'c' END,
              CASE WHEN x.indisunique THEN 1 ELSE 0 END, CASE WHEN x.indpred IS NULL THEN 0 ELSE 1 END, c.attname
       FROM pg_index x
       JOIN pg_class i ON i.oid = x.indexrelid
       JOIN pg_class t ON t.oid = x.indrelid
       CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k (attnum, position)
       LEFT JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = k.attnum
       WHERE t.relnamespace = 'public'::regnamespace
       ORDER BY t.relname, i.relname, k.position)",
    0);

struct Schema {
    std::set<std::string> columns;
    std::multiset<std::string> indexes;
};

Schema schema_of(Engine engine) {
    const test::Database database(engine);
    Metrics metrics;
    const auto store = database.open(metrics);
    return store->read_now([](Transaction& tx) {
        Schema schema;
        for (const Row row : tx.query(columns, {}))
            schema.columns.insert(row.get<std::string>(0) + "." + row.get<std::string>(1) + " " +
                                  row.get<std::string>(2) + (row.get<bool>(3) ? " not null" : " null"));
        std::map<std::pair<std::string, std::string>, std::string> by_name;
        for (const Row row : tx.query(indexes, {})) {
            const auto origin = row.get<std::string>(2);
            std::string& text = by_name[{row.get<std::string>(0), row.get<std::string>(1)}];
            if (text.empty())
                text = row.get<std::string>(0) + " " +
                       (origin == "c" ? row.get<std::string>(1) : "constraint " + origin) +
                       (row.get<bool>(3) ? " unique" : "") + (row.get<bool>(4) ? " partial" : "") + " on";
            text += " " + row.get<std::optional<std::string>>(5).value_or("(expression)");
        }
        for (const auto& [name, text] : by_name) schema.indexes.insert(text);
        return schema;
    });
}

template <class Lines>
std::string only_in_first(const Lines& first, const Lines& second) {
    std::string text;
    for (const auto& line : first)
        if (second.count(line) < first.count(line)) text += line + "\n";
    return text;
}

TEST(Schemas, OfBothEnginesAreTheSame) {
    const Schema sqlite = schema_of(Engine::sqlite), postgres = schema_of(Engine::postgres);
    EXPECT_EQ(only_in_first(sqlite.columns, postgres.columns), "") << "only in SQLite";
    EXPECT_EQ(only_in_first(postgres.columns, sqlite.columns), "") << "only in PostgreSQL";
    EXPECT_EQ(only_in_first(sqlite.indexes, postgres.indexes), "") << "only in SQLite";
    EXPECT_EQ(only_in_first(postgres.indexes, sqlite.indexes), "") << "only in PostgreSQL";
    EXPECT_GT(sqlite.columns.size(), 100U);
    EXPECT_GT(sqlite.indexes.size(), 20U);
}

TEST(Schemas, UseTheTypesThatBothEnginesHave) {
    const std::set<std::string> kinds{"BLOB", "INTEGER", "TEXT", "REAL"};
    for (const auto& line : schema_of(Engine::postgres).columns) {
        const auto start = line.find(' ') + 1;
        EXPECT_TRUE(kinds.contains(line.substr(start, line.find(' ', start) - start))) << line;
    }
}

}  // namespace
}  // namespace herald::db
