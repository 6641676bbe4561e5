#pragma once

#include <atomic>

#include "base/blocking_pool.h"
#include "base/time.h"
#include "objects/object_store.h"

namespace herald::objects {

/// Objects as files below a directory. A file is written under another name, synced, renamed, and its directory synced:
/// a crash leaves the old object, the new one or none, never half of one. Metadata of `a/b` is JSON in `a/.b.metadata`,
/// written before the object: only an object that is replaced can be left, by a crash, with the new one's metadata.
class FileStore final : public ObjectStore {
public:
    /// Makes the directory; removes what writers that died over an hour before `now` left behind. Blocking. Throws
    /// ObjectStoreError. The loop and the pool outlive it.
    FileStore(std::string directory, Loop& loop, BlockingPool& pool, Timestamp now);

    Task<void> put(std::string name, Content content, Metadata metadata) override;
    Task<std::optional<std::string>> get(std::string name) override;
    Task<std::optional<ObjectHead>> head(std::string name) override;
    Task<bool> remove(std::string name) override;

private:
    std::string path_of(const std::string& name) const;
    std::string next_temporary();
    void write(const std::string& path, const std::string& content);
    void write_metadata(const std::string& path, const Metadata& metadata);

    const std::string directory_;
    const std::string incoming_;  ///< where files are while they are written; no object's name leads there
    std::atomic<std::uint64_t> written_{0};
    Loop& loop_;
    BlockingPool& pool_;
};

}  // namespace herald::objects
