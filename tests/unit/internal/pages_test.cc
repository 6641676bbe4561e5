#include "internal/pages.h"

#include <gtest/gtest.h>

namespace herald::internal {
namespace {

TEST(Pages, the_page_of_a_query) {
    struct Row {
        const char* query;
        std::int64_t number;  ///< 0: refused
        int status;
    };
    for (const Row& row : {Row{"", 1, 0},
                           {"page=1", 1, 0},
                           {"limit_days=7&page=12", 12, 0},
                           {"page=+3", 3, 0},
                           {"page=0", 0, 404},
                           {"page=-1", 0, 404},
                           {"page=x", 0, 400},
                           {"page=", 0, 400},
                           {"page=1.5", 0, 400},
                           {"page=99999999999", 0, 404}}) {
        const auto read = read_page(http::parse_form(row.query));
        if (const auto* page = std::get_if<Page>(&read)) EXPECT_EQ(page->number, row.number) << row.query;
        else EXPECT_EQ(std::get<http::Response>(read).status, row.status) << row.query;
    }
    EXPECT_EQ(std::get<http::Response>(read_page({{"page", "x"}})).body,
              R"({"result":"error","message":{"page":["Not a valid integer."]}})");
}

TEST(Pages, only_the_first_exists_without_rows) {
    EXPECT_TRUE((Page{1, 50}.exists(0)));
    EXPECT_FALSE((Page{2, 50}.exists(0)));
    EXPECT_TRUE((Page{2, 50}.exists(1)));
    EXPECT_EQ((Page{3, 50}.offset()), 100);
}

TEST(Pages, links_are_the_requests_own_with_another_page) {
    const auto links = [](const char* query, std::int64_t number, std::int64_t total) {
        http::Request request;
        request.path = "/service/s/job";
        request.query = query;
        std::string out;
        JsonWriter json(out);
        json.begin_object();
        write_page_links(json, request, {number, 50}, total);
        json.end_object();
        return out;
    };
    EXPECT_EQ(links("", 1, 50), R"({"page_size":50,"total":50,"links":{}})");
    EXPECT_EQ(links("", 1, 0), R"({"page_size":50,"total":0,"links":{}})");
    EXPECT_EQ(links("page=1&statuses=in%20progress", 1, 51),
              R"({"page_size":50,"total":51,"links":{"next":"/service/s/job?statuses=in+progress&page=2",)"
              R"("last":"/service/s/job?statuses=in+progress&page=2"}})");
    EXPECT_EQ(links("page=2", 2, 101),
              R"({"page_size":50,"total":101,"links":{"prev":"/service/s/job?page=1","next":"/service/s/job?page=3",)"
              R"("last":"/service/s/job?page=3"}})");
    EXPECT_EQ(links("page=3", 3, 101), R"({"page_size":50,"total":101,"links":{"prev":"/service/s/job?page=2"}})");
}

TEST(Pages, boolean_links_say_only_what_is_true) {
    const auto links = [](bool has_previous, bool has_next) {
        std::string out;
        JsonWriter json(out);
        json.begin_object();
        write_boolean_links(json, has_previous, has_next);
        json.end_object();
        return out;
    };
    EXPECT_EQ(links(false, false), R"({"links":{}})");
    EXPECT_EQ(links(true, true), R"({"links":{"prev":true,"next":true}})");
}

TEST(Pages, whole_numbers) {
    EXPECT_EQ(read_integer("12"), 12);
    EXPECT_EQ(read_integer(" +12 "), 12);
    EXPECT_EQ(read_integer("-3"), -3);
    for (const char* text : {"", "x", "1.0", "1e3", "+-1", "99999999999999999999"})
        EXPECT_FALSE(read_integer(text)) << text;
}

}  // namespace
}  // namespace herald::internal
