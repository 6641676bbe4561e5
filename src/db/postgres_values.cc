#include "db/postgres_values.h"

#include <charconv>

#include "db/store.h"

namespace herald::db {
namespace {

constexpr int text_format = 0;
constexpr int binary_format = 1;
constexpr Oid bytea_type = 17;

int hex_value(char c) {
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

/// `\x…` as the server writes it (bytea_output is set to hex on every connection).
void append_decoded(std::string& out, std::string_view hex) {
    for (std::size_t i = 2; i + 1 < hex.size(); i += 2)
        out.push_back(static_cast<char>(hex_value(hex[i]) << 4 | hex_value(hex[i + 1])));
}

/// What the cells of a result point into.
struct Storage {
    PostgresResult result;
    std::string decoded;
};

std::size_t decoded_size(PGresult* result, const std::vector<bool>& is_bytea) {
    std::size_t size = 0;
    for (int row = 0; row < PQntuples(result); ++row)
        for (int column = 0; column < PQnfields(result); ++column)
            if (is_bytea[static_cast<std::size_t>(column)])
                size += static_cast<std::size_t>(PQgetlength(result, row, column)) / 2;
    return size;
}

}  // namespace

/// One overload per kind of value; appends its bytes and says in which format they are.
struct PostgresParameters::Encoder {
    std::string& out;

    int operator()(std::monostate) const { return text_format; }
    int operator()(std::int64_t number) const { return append_number(number); }
    int operator()(double number) const { return append_number(number); }
    int operator()(bool flag) const {
        out.push_back(flag ? 't' : 'f');
        return text_format;
    }
    int operator()(std::string_view text) const {
        if (text.find('\0') != std::string_view::npos) throw StoreError("text with a NUL character cannot be stored");
        out.append(text);
        return text_format;
    }
    int operator()(const Uuid& id) const { return (*this)(std::string_view(id.to_string())); }
    int operator()(Timestamp instant) const { return (*this)(std::string_view(instant.to_iso())); }
    int operator()(Json json) const { return (*this)(json.text); }
    int operator()(Blob blob) const {
        out.append(blob.bytes);
        return binary_format;
    }

private:
    template <class Number>
    int append_number(Number number) const {
        char digits[32];
        const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
        out.append(digits, end);
        return text_format;
    }
};

void PostgresParameters::encode(const Params& params) {
    bytes_.clear();
    starts_.clear();
    lengths_.clear();
    formats_.clear();
    for (const Value& value : params) {
        const auto start = static_cast<std::ptrdiff_t>(bytes_.size());
        const bool is_null = std::holds_alternative<std::monostate>(value.variant());
        formats_.push_back(std::visit(Encoder{bytes_}, value.variant()));
        lengths_.push_back(static_cast<int>(static_cast<std::ptrdiff_t>(bytes_.size()) - start));
        starts_.push_back(is_null ? -1 : start);
        bytes_.push_back('\0');
    }
    // Only now, since the bytes have moved while they grew.
    values_.clear();
    for (const auto start : starts_) values_.push_back(start < 0 ? nullptr : bytes_.data() + start);
}

Rows postgres_rows(PostgresResult result) {
    const int rows = PQntuples(result.get());
    const int columns = PQnfields(result.get());
    if (rows == 0) return {};
    std::vector<bool> is_bytea;
    for (int column = 0; column < columns; ++column) is_bytea.push_back(PQftype(result.get(), column) == bytea_type);

    auto storage = std::make_shared<Storage>();
    storage->result = std::move(result);
    PGresult* const source = storage->result.get();
    // Reserved in full, so that cells can point into it while it grows.
    storage->decoded.reserve(decoded_size(source, is_bytea));
    std::vector<Cell> cells;
    cells.reserve(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            Cell& cell = cells.emplace_back();
            if (PQgetisnull(source, row, column) != 0) continue;
            const std::string_view text(PQgetvalue(source, row, column),
                                        static_cast<std::size_t>(PQgetlength(source, row, column)));
            cell.kind = Cell::Kind::text;
            cell.bytes = text;
            if (!is_bytea[static_cast<std::size_t>(column)]) continue;
            const std::size_t start = storage->decoded.size();
            append_decoded(storage->decoded, text);
            cell.kind = Cell::Kind::blob;
            cell.bytes = std::string_view(storage->decoded).substr(start);
        }
    }
    return Rows(static_cast<std::size_t>(columns), std::move(cells), std::move(storage));
}

std::int64_t rows_changed(PGresult* result) {
    if (std::string_view(PQcmdStatus(result)).starts_with("SELECT")) return 0;
    const std::string_view digits = PQcmdTuples(result);
    std::int64_t count = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    return count;
}

}  // namespace herald::db
