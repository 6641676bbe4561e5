// The published description of the API and the routes of a running server are the same.

#include <gmock/gmock.h>

#include <filesystem>

#include "app/server.h"
#include "base/clock.h"
#include "base/ids.h"
#include "openapi/document.h"

namespace herald::app {
namespace {

using testing::IsEmpty;

class PublishedRoutes : public testing::Test {
protected:
    void SetUp() override {
        data_ = std::filesystem::temp_directory_path() /
                ("herald-openapi-" + RandomIdSource(clock_).next_random().to_string());
        Settings settings;
        settings.data = data_;
        settings.listen.port = settings.sandbox_listen.port = 0;
        settings.metrics_listen.reset();
        server_.emplace(settings);
        server_->start();
    }
    void TearDown() override {
        server_->stop();
        server_->run();
        server_.reset();
        std::filesystem::remove_all(data_);
    }

    SystemClock clock_;
    std::filesystem::path data_;
    std::optional<HeraldServer> server_;
};

TEST_F(PublishedRoutes, AreAllDescribedAndAllThere) {
    const auto document = openapi::describe(server_->routes());
    EXPECT_THAT(document.undocumented, IsEmpty()) << "a public route that src/openapi/operations.cc does not describe";
    EXPECT_THAT(document.absent, IsEmpty()) << "an operation that no route answers";
}

// A browser may ask about every path: a path without OPTIONS would say 405 before authentication.
TEST_F(PublishedRoutes, TakeOptions) {
    for (const auto& route : server_->routes().entries()) {
        if (!route.pattern.starts_with("/v2/")) continue;
        std::string path = route.pattern;
        if (const auto number = path.find("{version:int}"); number != std::string::npos)
            path.replace(number, std::string::npos, "1");
        EXPECT_NE(server_->routes().match(http::Method::options, path).handler, nullptr) << path;
    }
}

}  // namespace
}  // namespace herald::app
