#include "objects/file_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/json.h"

namespace herald::objects {
namespace {

constexpr auto abandoned_after = std::chrono::hours(1);

[[noreturn]] void fail(std::string_view what, const std::string& path, int error) {
    throw ObjectStoreError("cannot " + std::string(what) + " " + path + ": " + std::strerror(error));
}

/// A file descriptor that closes itself.
class File {
public:
    explicit File(int descriptor) : descriptor_(descriptor) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    operator int() const { return descriptor_; }

private:
    int descriptor_;
};

void sync_directory(const std::string& path) {
    const File directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory < 0 || ::fsync(directory) != 0) fail("sync", path, errno);
}

std::string parent_of(const std::string& path) {
    return path.substr(0, path.rfind('/'));
}

/// Makes the directory and those above it; each new entry is synced, or a crash could take the object with it.
void make_directories(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0) return sync_directory(parent_of(path));
    if (errno == EEXIST) return;
    if (errno != ENOENT) fail("make", path, errno);
    make_directories(parent_of(path));
    make_directories(path);
}

void write_all(int file, const std::string& content, const std::string& path) {
    std::size_t written = 0;
    while (written < content.size()) {
        const auto bytes = ::write(file, content.data() + written, content.size() - written);
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes < 0) fail("write", path, errno);
        written += static_cast<std::size_t>(bytes);
    }
}

void write_synced(const std::string& path, const std::string& content) {
    const File file(::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600));
    if (file < 0) fail("write", path, errno);
    write_all(file, content, path);
    if (::fsync(file) != 0) fail("sync", path, errno);
}

std::optional<std::string> read(const std::string& path) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file < 0 && errno == ENOENT) return std::nullopt;
    struct stat about {};
    if (file < 0 || ::fstat(file, &about) != 0) fail("read", path, errno);
    std::string content(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t filled = 0;
    while (filled < content.size()) {
        const auto bytes = ::read(file, content.data() + filled, content.size() - filled);
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes < 0) fail("read", path, errno);
        if (bytes == 0) break;
        filled += static_cast<std::size_t>(bytes);
    }
    content.resize(filled);
    return content;
}

void remove_abandoned(const std::string& directory, Timestamp now) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
        struct stat about {};
        if (::stat(entry.path().c_str(), &about) != 0) continue;
        const Timestamp changed{std::int64_t{about.st_mtime} * 1'000'000};
        if (now - changed > abandoned_after) ::unlink(entry.path().c_str());
    }
}

/// No object's name leads there, since none has a segment that starts with a full stop.
std::string metadata_path(const std::string& path) {
    const std::string parent = parent_of(path);
    return parent + "/." + path.substr(parent.size() + 1) + ".metadata";
}

Metadata read_metadata(const std::string& path) {
    const auto text = read(metadata_path(path));
    if (!text) return {};
    const auto json = JsonDocument::parse(*text);
    if (!json || !json->root().is_object()) throw ObjectStoreError("cannot understand " + metadata_path(path));
    Metadata metadata;
    for (std::size_t i = 0; i < json->root().size(); ++i)
        metadata.emplace(json->root().member_name(i), json->root().member_value(i).text());
    return metadata;
}

void unlink_if_there(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail("remove", path, errno);
}

/// Absolute and without a slash at the end, so that every path below has a parent.
std::string absolute(const std::string& directory) {
    std::string path = std::filesystem::absolute(directory).lexically_normal().string();
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

}  // namespace

FileStore::FileStore(std::string directory, Loop& loop, BlockingPool& pool, Timestamp now)
    : directory_(absolute(directory)), incoming_(directory_ + "/.incoming"), loop_(loop), pool_(pool) {
    make_directories(incoming_);
    remove_abandoned(incoming_, now);
}

std::string FileStore::path_of(const std::string& name) const {
    if (!is_object_name(name)) throw std::invalid_argument("not a name of an object: " + name);
    return directory_ + "/" + name;
}

std::string FileStore::next_temporary() {
    return incoming_ + "/" + std::to_string(::getpid()) + "-" + std::to_string(++written_);
}

void FileStore::write(const std::string& path, const std::string& content) {
    const std::string temporary = next_temporary();
    // A process of the same number may have died here.
    ::unlink(temporary.c_str());
    try {
        write_synced(temporary, content);
        make_directories(parent_of(path));
        if (::rename(temporary.c_str(), path.c_str()) != 0) fail("write", path, errno);
    } catch (const ObjectStoreError&) {
        ::unlink(temporary.c_str());
        throw;
    }
    sync_directory(parent_of(path));
}

void FileStore::write_metadata(const std::string& path, const Metadata& metadata) {
    if (metadata.empty()) return unlink_if_there(metadata_path(path));
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    for (const auto& [name, value] : metadata) json.member(name, value);
    json.end_object();
    write(metadata_path(path), text);
}

Task<void> FileStore::put(std::string name, Content content, Metadata metadata) {
    if (!is_metadata(metadata)) throw std::invalid_argument("no metadata for an object");
    const std::string path = path_of(name);
    co_await pool_.run(loop_, [&] {
        write_metadata(path, metadata);
        write(path, *content);
    });
}

Task<std::optional<std::string>> FileStore::get(std::string name) {
    const std::string path = path_of(name);
    co_return co_await pool_.run(loop_, [&] { return read(path); });
}

Task<std::optional<ObjectHead>> FileStore::head(std::string name) {
    const std::string path = path_of(name);
    co_return co_await pool_.run(loop_, [&]() -> std::optional<ObjectHead> {
        struct stat about {};
        if (::stat(path.c_str(), &about) == 0)
            return ObjectHead{static_cast<std::uint64_t>(about.st_size), read_metadata(path)};
        if (errno != ENOENT) fail("look at", path, errno);
        return std::nullopt;
    });
}

Task<bool> FileStore::remove(std::string name) {
    const std::string path = path_of(name);
    co_return co_await pool_.run(loop_, [&] {
        const bool was_there = ::unlink(path.c_str()) == 0;
        if (!was_there && errno != ENOENT) fail("remove", path, errno);
        unlink_if_there(metadata_path(path));
        return was_there;
    });
}

}  // namespace herald::objects
