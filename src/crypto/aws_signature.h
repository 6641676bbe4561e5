#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace herald::crypto {

struct AwsCredentials {
    std::string access_key_id;
    std::string secret_access_key;
    std::string session_token;  ///< empty for long-lived keys
};

/// What of a request is signed. Names and values of the query are as they are before percent-encoding; the path is
/// encoded already and starts with `/`. `headers` are those to sign beside `host` and `x-amz-date`.
struct AwsRequest {
    using Pairs = std::vector<std::pair<std::string, std::string>>;
    std::string method = "POST";
    std::string host;
    std::string path = "/";
    Pairs query;
    Pairs headers;
    std::string_view body;
};

/// AWS Signature Version 4: the headers to add to the request (`x-amz-date`, `x-amz-security-token` if there is one,
/// `authorization`). `service` and `region` are such as `ses` and `eu-west-1`.
AwsRequest::Pairs sign_aws_request(const AwsRequest& request, const AwsCredentials& credentials,
                                   std::string_view region, std::string_view service, Timestamp now);

}  // namespace herald::crypto
