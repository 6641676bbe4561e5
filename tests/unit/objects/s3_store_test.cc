#include "objects/s3_store.h"

#include <gtest/gtest.h>

namespace herald::objects {
namespace {

TEST(S3Address, IsReadFromAUrl) {
    struct {
        std::string_view url, bucket, prefix, region, endpoint;
    } const cases[] = {
        {"s3://files?region=eu-west-2", "files", "", "eu-west-2", ""},
        {"s3://my.files-1/herald/live/?region=eu-west-2", "my.files-1", "herald/live/", "eu-west-2", ""},
        {"s3://files?endpoint=http://127.0.0.1:9000/", "files", "", "us-east-1", "http://127.0.0.1:9000"},
        {"s3://files/?endpoint=https%3A%2F%2Fs3.example.com&region=x", "files", "", "x", "https://s3.example.com"},
    };
    for (const auto& wanted : cases) {
        const auto parsed = S3Address::parse(wanted.url);
        const auto* address = std::get_if<S3Address>(&parsed);
        ASSERT_NE(address, nullptr) << wanted.url << " " << std::get<std::string>(parsed);
        EXPECT_EQ(address->bucket, wanted.bucket);
        EXPECT_EQ(address->prefix, wanted.prefix);
        EXPECT_EQ(address->region, wanted.region);
        EXPECT_EQ(address->endpoint, wanted.endpoint);
    }
}

TEST(S3Address, IsRefusedInWordsThatSayWhatIsWrong) {
    struct {
        std::string_view url, why;
    } const cases[] = {
        {"https://files", "must start with s3://"},
        {"s3://", "must name a bucket, as in s3://bucket?region=eu-west-2"},
        {"s3://Big?region=x", "must name a bucket, as in s3://bucket?region=eu-west-2"},
        {"s3://files", "must name a region, as in s3://bucket?region=eu-west-2"},
        {"s3://files/a b?region=x", "has a prefix with something else than letters, digits, -, _, . and /"},
        {"s3://files?region=x&acl=public", "knows the parameters region and endpoint, not acl"},
        {"s3://files?endpoint=127.0.0.1", "has an endpoint that does not start with http:// or https://"},
    };
    for (const auto& [url, why] : cases) {
        const auto parsed = S3Address::parse(url);
        ASSERT_TRUE(std::holds_alternative<std::string>(parsed)) << url;
        EXPECT_EQ(std::get<std::string>(parsed), why) << url;
    }
}

}  // namespace
}  // namespace herald::objects
