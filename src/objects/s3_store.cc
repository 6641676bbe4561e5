#include "objects/s3_store.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"
#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::objects {
namespace {

constexpr int tries_max = 3;
constexpr auto first_pause = std::chrono::milliseconds(200);
constexpr auto exchange_timeout = std::chrono::seconds(30);
/// Spreadsheets are the largest objects there are; what is larger than this is none of ours.
constexpr std::size_t object_bytes_max = 64 * 1024 * 1024;
constexpr std::string_view metadata_prefix = "x-amz-meta-";

bool is_worth_another_try(const http::ClientResponse& response) {
    if (response.outcome == http::ClientOutcome::shutting_down) return false;
    return response.outcome != http::ClientOutcome::answered || response.status >= 500 || response.status == 429;
}

std::string_view header_of(const http::ClientResponse& response, std::string_view name) {
    for (const auto& header : response.headers)
        if (http::equal_ignoring_case(header.name, name)) return header.value;
    return {};
}

/// `NoSuchKey` of `<Error><Code>NoSuchKey</Code>…`: words of the store's, never of a caller's.
std::string error_code(std::string_view body) {
    constexpr std::string_view begin = "<Code>";
    const auto from = body.find(begin);
    if (from == std::string_view::npos) return {};
    const auto text = body.substr(from + begin.size());
    const auto code = text.substr(0, std::min<std::size_t>(text.find('<'), 60));
    const bool is_word = std::all_of(code.begin(), code.end(), [](unsigned char c) { return std::isalnum(c); });
    return is_word ? std::string(code) : std::string();
}

[[noreturn]] void fail(std::string_view what, const std::string& name, const http::ClientResponse& response) {
    std::string why = "HTTP " + std::to_string(response.status);
    if (const auto code = error_code(response.body); !code.empty()) why += " " + code;
    throw ObjectStoreError("cannot " + std::string(what) + " " + name + ": " + why);
}

bool is_absent(const http::ClientResponse& response) {
    // A missing bucket is 404 as well, but an error. The answer to HEAD has no body to tell them apart.
    return response.status == 404 && error_code(response.body) != "NoSuchBucket";
}

std::string_view host_of(std::string_view url) {
    url.remove_prefix(url.find("://") + 3);
    return url.substr(0, url.find('/'));
}

std::string_view path_of(std::string_view url) {
    url.remove_prefix(url.find("://") + 3);
    return url.substr(std::min(url.find('/'), url.size()));
}

bool is_bucket_name(std::string_view name) {
    return name.size() >= 3 && name.size() <= 63 && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
           });
}

}  // namespace

std::variant<S3Address, std::string> S3Address::parse(std::string_view url) {
    constexpr std::string_view scheme = "s3://";
    if (!url.starts_with(scheme)) return "must start with s3://";
    url.remove_prefix(scheme.size());
    const auto query_at = std::min(url.find('?'), url.size());
    const auto place = url.substr(0, query_at);
    S3Address address;
    address.bucket = place.substr(0, place.find('/'));
    if (!is_bucket_name(address.bucket)) return "must name a bucket, as in s3://bucket?region=eu-west-2";
    std::string_view prefix = place.substr(address.bucket.size());
    while (prefix.starts_with('/')) prefix.remove_prefix(1);
    while (prefix.ends_with('/')) prefix.remove_suffix(1);
    if (!prefix.empty() && !is_object_name(prefix))
        return "has a prefix with something else than letters, digits, -, _, . and /";
    if (!prefix.empty()) address.prefix = std::string(prefix) + "/";
    for (const auto& [name, value] : http::parse_form(url.substr(std::min(query_at + 1, url.size())))) {
        if (name == "region") address.region = value;
        else if (name == "endpoint") address.endpoint = value;
        else return "knows the parameters region and endpoint, not " + name;
    }
    while (address.endpoint.ends_with('/')) address.endpoint.pop_back();
    const bool is_url = address.endpoint.starts_with("https://") || address.endpoint.starts_with("http://");
    if (!address.endpoint.empty() && !is_url) return "has an endpoint that does not start with http:// or https://";
    if (address.region.empty() && address.endpoint.empty())
        return "must name a region, as in s3://bucket?region=eu-west-2";
    if (address.region.empty()) address.region = "us-east-1";
    return address;
}

S3Store::S3Store(S3Address address, crypto::AwsCredentials credentials, http::Client& client, Loop& loop,
                 const Clock& clock)
    : address_(std::move(address)), credentials_(std::move(credentials)), client_(client), loop_(loop), clock_(clock) {}

http::ClientRequest S3Store::signed_request(http::Method method, const std::string& name, const Content& content,
                                            const Metadata& metadata) const {
    const bool own_endpoint = !address_.endpoint.empty();
    const std::string base = own_endpoint ? address_.endpoint + "/" + address_.bucket
                                          : "https://" + address_.bucket + ".s3." + address_.region + ".amazonaws.com";
    http::ClientRequest request;
    request.method = method;
    // A name has no character that would have to be escaped.
    request.url = base + "/" + address_.prefix + name;
    request.timeout = exchange_timeout;
    request.response_bytes_max = object_bytes_max;
    if (content) request.body = *content;

    crypto::AwsRequest to_sign;
    to_sign.method = to_string(method);
    to_sign.host = host_of(request.url);
    to_sign.path = path_of(request.url);
    to_sign.body = request.body;
    to_sign.headers = {{"x-amz-content-sha256", crypto::hex_encode(crypto::bytes_of(crypto::sha256(request.body)))}};
    if (method == http::Method::put) {
        to_sign.headers.emplace_back("content-type", "binary/octet-stream");
        to_sign.headers.emplace_back("x-amz-server-side-encryption", "AES256");
    }
    for (const auto& [key, value] : metadata) to_sign.headers.emplace_back(std::string(metadata_prefix) + key, value);
    for (const auto& [header, value] : to_sign.headers) request.headers.push_back({header, value});
    for (auto& [header, value] : sign_aws_request(to_sign, credentials_, address_.region, "s3", clock_.now()))
        request.headers.push_back({std::move(header), std::move(value)});
    return request;
}

Task<http::ClientResponse> S3Store::exchange(http::Method method, std::string name, Content content,
                                             Metadata metadata) {
    if (!is_object_name(name)) throw std::invalid_argument("not a name of an object: " + name);
    Duration pause = first_pause;
    for (int tries = 1;; ++tries) {
        http::ClientRequest request = signed_request(method, name, content, metadata);
        http::ClientResponse response = co_await client_.send("s3", std::move(request));
        if (!is_worth_another_try(response) && response.outcome == http::ClientOutcome::answered) co_return response;
        if (!is_worth_another_try(response) || tries == tries_max) {
            if (response.outcome == http::ClientOutcome::answered) fail("reach", name, response);
            throw ObjectStoreError("cannot reach " + name + ": " + std::string(to_string(response.outcome)));
        }
        log::info("object_store_tried_again", "The object store did not do what it was asked, and is asked again",
                  {{"method", to_string(method)}, {"status", response.status}, {"tries", tries}});
        co_await sleep(loop_, pause);
        pause *= 3;
    }
}

Task<void> S3Store::put(std::string name, Content content, Metadata metadata) {
    if (!is_metadata(metadata)) throw std::invalid_argument("no metadata for an object");
    const auto response = co_await exchange(http::Method::put, name, std::move(content), std::move(metadata));
    if (response.status != 200) fail("write", name, response);
}

Task<std::optional<std::string>> S3Store::get(std::string name) {
    auto response = co_await exchange(http::Method::get, name);
    if (is_absent(response)) co_return std::nullopt;
    if (response.status != 200) fail("read", name, response);
    co_return std::move(response.body);
}

Task<std::optional<ObjectHead>> S3Store::head(std::string name) {
    const auto response = co_await exchange(http::Method::head, name);
    if (is_absent(response)) co_return std::nullopt;
    if (response.status != 200) fail("look at", name, response);
    ObjectHead head;
    head.size = std::strtoull(std::string(header_of(response, "content-length")).c_str(), nullptr, 10);
    for (const auto& [header, value] : response.headers) {
        const std::string key = text::to_lower_ascii(header);
        if (key.starts_with(metadata_prefix)) head.metadata.emplace(key.substr(metadata_prefix.size()), value);
    }
    co_return head;
}

Task<bool> S3Store::remove(std::string name) {
    // A deletion is answered alike whether there was something or not, so that has to be asked first.
    const auto there = co_await head(name);
    const auto response = co_await exchange(http::Method::del, name);
    const bool done = response.status == 204 || response.status == 200 || is_absent(response);
    if (!done) fail("remove", name, response);
    co_return there.has_value();
}

}  // namespace herald::objects
