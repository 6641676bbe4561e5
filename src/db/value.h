#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "base/uuid.h"

namespace herald::db {

/// JSON as text, as it is stored. Reading one: `row.get<Json>(i).text`.
struct Json {
    std::string_view text;
};
/// Bytes: sealed secrets and snapshots.
struct Blob {
    std::string_view bytes;
};

/// A value to bind. Text, JSON and blobs are views: what they point at must live until the call returns.
class Value {
public:
    using Variant =
        std::variant<std::monostate, std::int64_t, double, bool, std::string_view, Uuid, Timestamp, Json, Blob>;

    Value(std::nullopt_t) {}
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    Value(T number) : variant_(static_cast<std::int64_t>(number)) {}
    Value(double number) : variant_(number) {}
    Value(bool flag) : variant_(flag) {}
    Value(std::string_view text) : variant_(text) {}
    Value(const std::string& text) : variant_(std::string_view(text)) {}
    Value(const char* text) : variant_(std::string_view(text)) {}
    Value(const Uuid& id) : variant_(id) {}
    Value(Timestamp instant) : variant_(instant) {}
    Value(Json json) : variant_(json) {}
    Value(Blob blob) : variant_(blob) {}
    template <class T>
    Value(const std::optional<T>& maybe) {
        if (maybe) variant_ = Value(*maybe).variant_;
    }

    const Variant& variant() const { return variant_; }

private:
    Variant variant_;
};

/// The values of one execution, in the order of the statement's parameter list.
using Params = std::vector<Value>;

/// One stored value as an engine returns it. SQLite gives typed cells, PostgreSQL gives text; `Row::get` hides which.
struct Cell {
    enum class Kind : std::uint8_t { null, integer, real, text, blob };
    Kind kind = Kind::null;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view bytes;
};

template <class T>
T read_cell(const Cell& cell);
template <>
std::int64_t read_cell<std::int64_t>(const Cell& cell);
template <>
int read_cell<int>(const Cell& cell);
template <>
double read_cell<double>(const Cell& cell);
template <>
bool read_cell<bool>(const Cell& cell);
template <>
std::string read_cell<std::string>(const Cell& cell);
template <>
std::string_view read_cell<std::string_view>(const Cell& cell);
template <>
Uuid read_cell<Uuid>(const Cell& cell);
template <>
Timestamp read_cell<Timestamp>(const Cell& cell);
template <>
Json read_cell<Json>(const Cell& cell);
template <>
Blob read_cell<Blob>(const Cell& cell);

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

/// A row of a result; valid as long as its `Rows`.
class Row {
public:
    explicit Row(std::span<const Cell> cells) : cells_(cells) {}

    bool is_null(std::size_t column) const { return cells_[column].kind == Cell::Kind::null; }

    /// Throws `StoreError` when the stored value is null (unless T is an optional) or cannot be read as a T.
    template <class T>
    T get(std::size_t column) const {
        if constexpr (IsOptional<T>::value) {
            if (is_null(column)) return std::nullopt;
            return read_cell<typename T::value_type>(cells_[column]);
        } else {
            return read_cell<T>(cells_[column]);
        }
    }

private:
    std::span<const Cell> cells_;
};

/// A result, whole. Owns the bytes its cells point at; movable.
class Rows {
public:
    Rows() = default;
    Rows(std::size_t columns, std::vector<Cell> cells, std::shared_ptr<const void> storage)
        : columns_(columns), cells_(std::move(cells)), storage_(std::move(storage)) {}

    std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
    bool empty() const { return cells_.empty(); }
    Row operator[](std::size_t i) const { return Row(std::span(cells_).subspan(i * columns_, columns_)); }

    struct Iterator {
        const Rows* rows;
        std::size_t at;
        Row operator*() const { return (*rows)[at]; }
        Iterator& operator++() {
            ++at;
            return *this;
        }
        bool operator==(const Iterator&) const = default;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size()}; }

private:
    std::size_t columns_ = 0;
    std::vector<Cell> cells_;
    std::shared_ptr<const void> storage_;
};

}  // namespace herald::db
