#include "objects/open.h"

#include "objects/file_store.h"

namespace herald::objects {

std::unique_ptr<ObjectStore> open(const Settings& settings, Loop& loop, BlockingPool& pool, http::Client& client,
                                  const Clock& clock) {
    if (settings.objects_url.empty())
        return std::make_unique<FileStore>(settings.data + "/objects", loop, pool, clock.now());
    auto address = S3Address::parse(settings.objects_url);
    if (const auto* wrong = std::get_if<std::string>(&address)) throw ObjectStoreError("objects-url " + *wrong);
    if (settings.objects_access_key.empty() || settings.objects_secret_key.empty())
        throw ObjectStoreError("objects-url needs objects-access-key and objects-secret-key");
    return std::make_unique<S3Store>(
        std::move(std::get<S3Address>(address)),
        crypto::AwsCredentials{settings.objects_access_key, settings.objects_secret_key, {}}, client, loop, clock);
}

}  // namespace herald::objects
