#include "crypto/aws_signature.h"

#include <gtest/gtest.h>

namespace herald::crypto {
namespace {

const AwsCredentials example{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};
/// 2015-08-30T12:36:00Z, the instant of AWS's examples.
constexpr Timestamp example_time{1'440'938'160'000'000};

std::string authorization(const AwsRequest& request, std::string_view service) {
    return sign_aws_request(request, example, "us-east-1", service, example_time).back().second;
}

TEST(AwsSignature, equals_the_documented_example) {
    AwsRequest request;
    request.method = "GET";
    request.host = "iam.amazonaws.com";
    request.query = {{"Version", "2010-05-08"}, {"Action", "ListUsers"}};
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
    EXPECT_EQ(authorization(request, "iam"),
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
              "SignedHeaders=content-type;host;x-amz-date, "
              "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST(AwsSignature, equals_get_vanilla_of_the_test_suite) {
    AwsRequest request;
    request.method = "GET";
    request.host = "example.amazonaws.com";
    EXPECT_EQ(authorization(request, "service"),
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
              "SignedHeaders=host;x-amz-date, "
              "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST(AwsSignature, equals_post_vanilla_of_the_test_suite) {
    AwsRequest request;
    request.host = "example.amazonaws.com";
    EXPECT_EQ(authorization(request, "service"),
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
              "SignedHeaders=host;x-amz-date, "
              "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
}

TEST(AwsSignature, equals_get_header_value_trim_of_the_test_suite) {
    AwsRequest request;
    request.method = "GET";
    request.host = "example.amazonaws.com";
    request.headers = {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}};
    EXPECT_EQ(authorization(request, "service"),
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
              "SignedHeaders=host;my-header1;my-header2;x-amz-date, "
              "Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
}

TEST(AwsSignature, signs_and_adds_the_session_token) {
    AwsCredentials temporary = example;
    temporary.session_token = "token";
    AwsRequest request;
    request.host = "email.eu-west-1.amazonaws.com";
    const auto headers = sign_aws_request(request, temporary, "eu-west-1", "ses", example_time);
    ASSERT_EQ(headers.size(), 3U);
    EXPECT_EQ(headers[0], (std::pair<std::string, std::string>("x-amz-date", "20150830T123600Z")));
    EXPECT_EQ(headers[1], (std::pair<std::string, std::string>("x-amz-security-token", "token")));
    EXPECT_NE(headers[2].second.find("SignedHeaders=host;x-amz-date;x-amz-security-token,"), std::string::npos);
}

}  // namespace
}  // namespace herald::crypto
