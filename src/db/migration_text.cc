#include "db/migration_text.h"

#include <openssl/sha.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace herald::db {
namespace {

constexpr std::pair<std::string_view, std::string_view> sqlite_types[] = {
    {"UUID", "BLOB"},      {"TIMESTAMPTZ", "INTEGER"},   {"JSONB", "TEXT"}, {"BYTEA", "BLOB"}, {"BOOLEAN", "INTEGER"},
    {"BIGINT", "INTEGER"}, {"DOUBLE PRECISION", "REAL"},
};

bool is_word(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// The type name that stands whole at this place, or nothing.
const std::pair<std::string_view, std::string_view>* type_at(std::string_view sql, std::size_t at) {
    if (at > 0 && is_word(sql[at - 1])) return nullptr;
    for (const auto& type : sqlite_types) {
        const std::size_t end = at + type.first.size();
        if (sql.substr(at, type.first.size()) == type.first && (end >= sql.size() || !is_word(sql[end]))) return &type;
    }
    return nullptr;
}

std::string with_sqlite_types(std::string_view sql) {
    std::string out;
    for (std::size_t i = 0; i < sql.size();) {
        std::size_t end = i + 1;
        if (sql[i] == '\'') {
            end = std::min(sql.find('\'', i + 1), sql.size() - 1) + 1;
        } else if (sql.substr(i, 2) == "--") {
            end = std::min(sql.find('\n', i), sql.size());
        } else if (const auto* type = type_at(sql, i)) {
            out += type->second;
            i += type->first.size();
            continue;
        }
        out += sql.substr(i, end - i);
        i = end;
    }
    return out;
}

}  // namespace

std::string migration_text(std::string_view sql, Engine engine) {
    constexpr std::string_view mark = "-- engine:";
    const std::string_view mine = engine == Engine::sqlite ? "sqlite" : "postgres";
    std::string text;
    bool wanted = true;
    while (!sql.empty()) {
        const std::size_t end = std::min(sql.find('\n'), sql.size() - 1) + 1;
        const std::string_view line = sql.substr(0, end);
        sql.remove_prefix(end);
        if (line.starts_with(mark)) {
            const std::string_view named = line.substr(mark.size());
            wanted = named.find(mine) != std::string_view::npos || named.find("both") != std::string_view::npos;
        } else if (wanted) {
            text += line;
        }
    }
    return engine == Engine::sqlite ? with_sqlite_types(text) : text;
}

std::string migration_checksum(std::string_view sql) {
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(sql.data()), sql.size(), digest);
    constexpr char hex[] = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : digest) {
        text += hex[byte >> 4];
        text += hex[byte & 15];
    }
    return text;
}

}  // namespace herald::db
