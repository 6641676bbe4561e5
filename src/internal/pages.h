#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "base/json_writer.h"
#include "http/message.h"

namespace herald::internal {

/// How many rows a list shows unless it is told (contract admin-api-messages §0.5).
inline constexpr std::int64_t page_size_default = 50;
/// More is never read at once, whatever a request asks for; the site's largest wish is 10,000.
inline constexpr std::int64_t page_size_max = 10'000;

/// Which part of a list is shown: `page` and `page_size` of a query.
struct Page {
    std::int64_t number = 1;
    std::int64_t size = page_size_default;

    std::int64_t offset() const { return (number - 1) * size; }
    /// A page past the end does not exist; the first does, also when it is empty.
    bool exists(std::size_t rows) const { return number == 1 || rows > 0; }
};

/// The page that a list shows whose route takes `page` alone, or the answer: 400 with the field's name for what is no
/// number, no such URL (§0.5) for less than 1 and for what no list is long enough for.
std::variant<Page, http::Response> read_page(const http::Pairs& query);

/// A whole number in a query or in the metadata of an object; a sign is taken, white space around it too.
std::optional<std::int64_t> read_integer(std::string_view text);
/// First value of that name; nothing when the query has none.
std::optional<std::string_view> query_value(const http::Pairs& query, std::string_view name);

/// LU (§0.5): `"page_size":…,"total":…,"links":{"prev"?,"next"?,"last"?}`, members of an open object. The links are
/// relative: the request's path and query with another page.
void write_page_links(JsonWriter& json, const http::Request& request, const Page& page, std::int64_t total);

/// LB (§0.5): `"links":{"prev"?:true,"next"?:true}`.
void write_boolean_links(JsonWriter& json, bool has_previous, bool has_next);

}  // namespace herald::internal
