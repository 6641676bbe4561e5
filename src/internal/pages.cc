#include "internal/pages.h"

#include <charconv>

#include "base/text.h"
#include "internal/answers.h"

namespace herald::internal {
namespace {

/// So that no product of page and size overflows.
constexpr std::int64_t page_number_max = 1'000'000'000;

std::string page_url(const http::Request& request, std::int64_t number) {
    http::Pairs query;
    for (auto& parameter : http::parse_form(request.query))
        if (parameter.first != "page") query.push_back(std::move(parameter));
    query.emplace_back("page", std::to_string(number));
    return request.path + "?" + http::encode_form(query);
}

}  // namespace

std::optional<std::int64_t> read_integer(std::string_view text) {
    text = text::trim(text);
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<std::string_view> query_value(const http::Pairs& query, std::string_view name) {
    for (const auto& [key, value] : query)
        if (key == name) return value;
    return std::nullopt;
}

std::variant<Page, http::Response> read_page(const http::Pairs& query) {
    Page page;
    const auto text = query_value(query, "page");
    if (!text) return page;
    const auto number = read_integer(*text);
    if (!number) {
        FieldErrors errors;
        errors.add("page", not_an_integer);
        return errors.answer();
    }
    if (*number < 1 || *number > page_number_max) return no_such_url();
    page.number = *number;
    return page;
}

void write_page_links(JsonWriter& json, const http::Request& request, const Page& page, std::int64_t total) {
    json.member("page_size", page.size).member("total", total).key("links").begin_object();
    if (page.number > 1) json.member("prev", page_url(request, page.number - 1));
    if (page.number * page.size < total) {
        json.member("next", page_url(request, page.number + 1));
        json.member("last", page_url(request, (total + page.size - 1) / page.size));
    }
    json.end_object();
}

void write_boolean_links(JsonWriter& json, bool has_previous, bool has_next) {
    json.key("links").begin_object();
    if (has_previous) json.member("prev", true);
    if (has_next) json.member("next", true);
    json.end_object();
}

}  // namespace herald::internal
