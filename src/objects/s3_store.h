#pragma once

#include <variant>

#include "base/clock.h"
#include "base/loop.h"
#include "crypto/aws_signature.h"
#include "http/client.h"
#include "objects/object_store.h"

namespace herald::objects {

/// Where a bucket is: `s3://bucket[/prefix]?region=eu-west-2[&endpoint=https://host[:port]]`.
struct S3Address {
    std::string bucket;
    std::string prefix;  ///< goes before every name, with its slash; empty: none
    std::string region;
    std::string endpoint;  ///< without a trailing slash; empty: Amazon's own for the bucket

    /// What is wrong with the text is a sentence for people.
    static std::variant<S3Address, std::string> parse(std::string_view url);
};

/// Objects in a bucket of Amazon S3 or of a store that speaks its API (SigV4). A bucket at an endpoint of its own is
/// named in the path, one at Amazon in the host. Requests that fail on the way or with 5xx are tried three times:
/// each of them may be repeated without harm.
class S3Store final : public ObjectStore {
public:
    /// All of it outlives the store.
    S3Store(S3Address address, crypto::AwsCredentials credentials, http::Client& client, Loop& loop,
            const Clock& clock);

    Task<void> put(std::string name, Content content, Metadata metadata) override;
    Task<std::optional<std::string>> get(std::string name) override;
    Task<std::optional<ObjectHead>> head(std::string name) override;
    Task<bool> remove(std::string name) override;

private:
    /// An answer of the store; throws ObjectStoreError when there is none.
    Task<http::ClientResponse> exchange(http::Method method, std::string name, Content content = nullptr,
                                        Metadata metadata = {});
    http::ClientRequest signed_request(http::Method method, const std::string& name, const Content& content,
                                       const Metadata& metadata) const;

    const S3Address address_;
    const crypto::AwsCredentials credentials_;
    http::Client& client_;
    Loop& loop_;
    const Clock& clock_;
};

}  // namespace herald::objects
