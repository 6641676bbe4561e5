#include "crypto/aws_signature.h"

#include <algorithm>

#include "crypto/encoding.h"
#include "crypto/hmac.h"

namespace herald::crypto {

namespace {

using Pairs = AwsRequest::Pairs;

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter_or_digit = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (letter_or_digit || c == '-' || c == '.' || c == '_' || c == '~') out.push_back(c);
        else out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

/// Without white space at the ends, and runs of spaces as one.
std::string tidied(std::string_view value) {
    std::string out;
    for (const char c : value) {
        const bool space = c == ' ' || c == '\t';
        if (space && (out.empty() || out.back() == ' ')) continue;
        out.push_back(space ? ' ' : c);
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

std::string canonical_query(const Pairs& query) {
    Pairs encoded;
    for (const auto& [name, value] : query) encoded.emplace_back(percent_encoded(name), percent_encoded(value));
    std::sort(encoded.begin(), encoded.end());
    std::string out;
    for (const auto& [name, value] : encoded) {
        if (!out.empty()) out.push_back('&');
        out.append(name).append("=").append(value);
    }
    return out;
}

/// Names lower-case and sorted; the values of a repeated name joined by commas, in the order of the request.
Pairs canonical_headers(const Pairs& headers) {
    Pairs out;
    for (const auto& [name, value] : headers) out.emplace_back(lower(name), tidied(value));
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Pairs joined;
    for (auto& header : out) {
        if (!joined.empty() && joined.back().first == header.first)
            joined.back().second.append(",").append(header.second);
        else joined.push_back(std::move(header));
    }
    return joined;
}

/// `20150830T123600Z`.
std::string basic_iso(Timestamp now) {
    std::string out;
    for (const char c : now.to_iso().substr(0, 19))
        if (c != '-' && c != ':') out.push_back(c);
    return out + 'Z';
}

Digest signing_key(std::string_view secret, std::string_view date, std::string_view region, std::string_view service) {
    Digest key = hmac_sha256("AWS4" + std::string(secret), date);
    for (const std::string_view step : {region, service, std::string_view("aws4_request")})
        key = hmac_sha256(bytes_of(key), step);
    return key;
}

}  // namespace

Pairs sign_aws_request(const AwsRequest& request, const AwsCredentials& credentials, std::string_view region,
                       std::string_view service, Timestamp now) {
    const std::string time = basic_iso(now);
    const std::string date = time.substr(0, 8);
    Pairs added{{"x-amz-date", time}};
    if (!credentials.session_token.empty()) added.emplace_back("x-amz-security-token", credentials.session_token);

    Pairs headers = request.headers;
    headers.emplace_back("host", request.host);
    headers.insert(headers.end(), added.begin(), added.end());
    std::string header_lines, names;
    for (const auto& [name, value] : canonical_headers(headers)) {
        header_lines.append(name).append(":").append(value).append("\n");
        if (!names.empty()) names.push_back(';');
        names.append(name);
    }

    const std::string canonical = request.method + '\n' + request.path + '\n' + canonical_query(request.query) + '\n' +
                                  header_lines + '\n' + names + '\n' + hex_encode(bytes_of(sha256(request.body)));
    const std::string scope = date + '/' + std::string(region) + '/' + std::string(service) + "/aws4_request";
    const std::string to_sign =
        "AWS4-HMAC-SHA256\n" + time + '\n' + scope + '\n' + hex_encode(bytes_of(sha256(canonical)));
    const Digest key = signing_key(credentials.secret_access_key, date, region, service);
    added.emplace_back("authorization", "AWS4-HMAC-SHA256 Credential=" + credentials.access_key_id + '/' + scope +
                                            ", SignedHeaders=" + names +
                                            ", Signature=" + hex_encode(bytes_of(hmac_sha256(bytes_of(key), to_sign))));
    return added;
}

}  // namespace herald::crypto
