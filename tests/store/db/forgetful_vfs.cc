#include "forgetful_vfs.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace herald::test {
namespace {

constexpr std::size_t sector_bytes = 512;

std::string content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    return content.str();
}

}  // namespace

/// What SQLite holds as an open file; the real one follows it in memory.
struct ForgetfulVfs::File {
    sqlite3_file base;
    ForgetfulVfs* vfs;
    const char* path;  ///< null for a temporary file, which nobody misses

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

/// The functions that SQLite calls.
struct ForgetfulVfs::Calls {
    static File& file(sqlite3_file* f) { return *reinterpret_cast<File*>(f); }
    static sqlite3_file* real(sqlite3_file* f) { return file(f).real(); }
    static const sqlite3_io_methods& methods(sqlite3_file* f) { return *real(f)->pMethods; }
    static ForgetfulVfs& self(sqlite3_vfs* v) { return *static_cast<ForgetfulVfs*>(v->pAppData); }

    static int open(sqlite3_vfs* v, const char* path, sqlite3_file* f, int flags, int* out_flags) {
        ForgetfulVfs& vfs = self(v);
        File& opened = file(f);
        opened = {{nullptr}, &vfs, path};
        const int code = vfs.real_->xOpen(vfs.real_, path, opened.real(), flags, out_flags);
        if (opened.real()->pMethods != nullptr) f->pMethods = &io_methods;
        if (code == SQLITE_OK && path != nullptr) {
            std::scoped_lock lock(vfs.mutex_);
            if (!vfs.disks_.contains(path)) vfs.disks_[path].synced = content_of(path);
        }
        return code;
    }
    static int remove(sqlite3_vfs* v, const char* path, int sync_directory) {
        ForgetfulVfs& vfs = self(v);
        {
            std::scoped_lock lock(vfs.mutex_);
            if (vfs.lost_power_) return SQLITE_IOERR_DELETE;
            vfs.disks_.erase(path);
        }
        return vfs.real_->xDelete(vfs.real_, path, sync_directory);
    }
    static int write(sqlite3_file* f, const void* bytes, int count, sqlite3_int64 offset) {
        ForgetfulVfs& vfs = *file(f).vfs;
        if (file(f).path != nullptr) {
            std::scoped_lock lock(vfs.mutex_);
            if (!vfs.count_operation()) return SQLITE_IOERR_WRITE;
            if (vfs.disk_is_full_) return SQLITE_FULL;
            vfs.disks_[file(f).path].unsynced.push_back(
                {offset, std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count)), false});
        }
        return methods(f).xWrite(real(f), bytes, count, offset);
    }
    static int truncate(sqlite3_file* f, sqlite3_int64 size) {
        ForgetfulVfs& vfs = *file(f).vfs;
        if (file(f).path != nullptr) {
            std::scoped_lock lock(vfs.mutex_);
            if (!vfs.count_operation()) return SQLITE_IOERR_TRUNCATE;
            vfs.disks_[file(f).path].unsynced.push_back({size, {}, true});
        }
        return methods(f).xTruncate(real(f), size);
    }
    static int sync(sqlite3_file* f, int) {
        ForgetfulVfs& vfs = *file(f).vfs;
        if (file(f).path == nullptr) return SQLITE_OK;
        std::scoped_lock lock(vfs.mutex_);
        if (!vfs.count_operation()) return SQLITE_IOERR_FSYNC;
        if (vfs.syncs_fail_of_ && std::string_view(file(f).path).ends_with(*vfs.syncs_fail_of_))
            return SQLITE_IOERR_FSYNC;
        if (vfs.syncs_lie_) return SQLITE_OK;
        Disk& disk = vfs.disks_[file(f).path];
        for (const Change& change : disk.unsynced) vfs.apply(disk.synced, change);
        disk.unsynced.clear();
        return SQLITE_OK;
    }

    // The rest goes to the real file.
    static int close(sqlite3_file* f) { return methods(f).xClose(real(f)); }
    static int read(sqlite3_file* f, void* to, int count, sqlite3_int64 at) {
        return methods(f).xRead(real(f), to, count, at);
    }
    static int size(sqlite3_file* f, sqlite3_int64* out) { return methods(f).xFileSize(real(f), out); }
    static int lock(sqlite3_file* f, int level) { return methods(f).xLock(real(f), level); }
    static int unlock(sqlite3_file* f, int level) { return methods(f).xUnlock(real(f), level); }
    static int check_lock(sqlite3_file* f, int* out) { return methods(f).xCheckReservedLock(real(f), out); }
    static int control(sqlite3_file* f, int what, void* with) { return methods(f).xFileControl(real(f), what, with); }
    static int sector_size(sqlite3_file* f) { return methods(f).xSectorSize(real(f)); }
    static int device(sqlite3_file* f) { return methods(f).xDeviceCharacteristics(real(f)); }
    static int shared_map(sqlite3_file* f, int page, int bytes, int extend, void volatile** out) {
        return methods(f).xShmMap(real(f), page, bytes, extend, out);
    }
    static int shared_lock(sqlite3_file* f, int at, int count, int flags) {
        return methods(f).xShmLock(real(f), at, count, flags);
    }
    static void shared_barrier(sqlite3_file* f) { methods(f).xShmBarrier(real(f)); }
    static int shared_unmap(sqlite3_file* f, int remove_it) { return methods(f).xShmUnmap(real(f), remove_it); }

    static const sqlite3_io_methods io_methods;
};

const sqlite3_io_methods ForgetfulVfs::Calls::io_methods = {
    2,
    Calls::close,
    Calls::read,
    Calls::write,
    Calls::truncate,
    Calls::sync,
    Calls::size,
    Calls::lock,
    Calls::unlock,
    Calls::check_lock,
    Calls::control,
    Calls::sector_size,
    Calls::device,
    Calls::shared_map,
    Calls::shared_lock,
    Calls::shared_barrier,
    Calls::shared_unmap,
    nullptr,
    nullptr,
};

ForgetfulVfs::ForgetfulVfs(std::string name, unsigned seed)
    : name_(std::move(name)), real_(sqlite3_vfs_find(nullptr)), random_(seed) {
    // Whatever is not overridden is the real one's: paths, time, random numbers.
    vfs_ = *real_;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    vfs_.zName = name_.c_str();
    vfs_.pNext = nullptr;
    vfs_.pAppData = this;
    vfs_.xOpen = Calls::open;
    vfs_.xDelete = Calls::remove;
    vfs_.xAccess = [](sqlite3_vfs* v, const char* path, int flags, int* out) {
        return Calls::self(v).real_->xAccess(Calls::self(v).real_, path, flags, out);
    };
    vfs_.xFullPathname = [](sqlite3_vfs* v, const char* path, int size, char* out) {
        return Calls::self(v).real_->xFullPathname(Calls::self(v).real_, path, size, out);
    };
    sqlite3_vfs_register(&vfs_, 0);
}

ForgetfulVfs::~ForgetfulVfs() {
    sqlite3_vfs_unregister(&vfs_);
}

bool ForgetfulVfs::count_operation() {
    if (operations_left_ >= 0 && operations_left_-- == 0) lost_power_ = true;
    return !lost_power_;
}

void ForgetfulVfs::lose_power_after(int operations) {
    std::scoped_lock lock(mutex_);
    operations_left_ = operations;
}

bool ForgetfulVfs::lost_power() const {
    std::scoped_lock lock(mutex_);
    return lost_power_;
}

void ForgetfulVfs::fail_syncs_of(std::string ending) {
    std::scoped_lock lock(mutex_);
    syncs_fail_of_ = std::move(ending);
}

void ForgetfulVfs::fill_disk() {
    std::scoped_lock lock(mutex_);
    disk_is_full_ = true;
}

void ForgetfulVfs::lie_about_syncs() {
    std::scoped_lock lock(mutex_);
    syncs_lie_ = true;
}

void ForgetfulVfs::apply(std::string& content, const Change& change) {
    const auto offset = static_cast<std::size_t>(change.offset);
    if (change.truncates) {
        content.resize(offset);
        return;
    }
    if (content.size() < offset + change.bytes.size()) content.resize(offset + change.bytes.size());
    std::copy(change.bytes.begin(), change.bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

std::string ForgetfulVfs::survivor_of(const Disk& disk) {
    std::string content = disk.synced;
    // In some losses nothing unsynced survives, in some nearly everything, in most something in between.
    const unsigned survive_percent = random_() % 101;
    const auto survives = [&] { return random_() % 100 < survive_percent; };
    for (const Change& change : disk.unsynced) {
        if (change.truncates) {
            if (survives()) apply(content, change);
            continue;
        }
        for (std::size_t at = 0; at < change.bytes.size(); at += sector_bytes)
            if (survives())
                apply(content,
                      {change.offset + static_cast<sqlite3_int64>(at), change.bytes.substr(at, sector_bytes), false});
    }
    return content;
}

void ForgetfulVfs::write_survivors(const std::string& directory) {
    std::scoped_lock lock(mutex_);
    lost_power_ = true;
    for (const auto& [path, disk] : disks_) {
        const auto target = std::filesystem::path(directory) / std::filesystem::path(path).filename();
        std::ofstream(target, std::ios::binary) << survivor_of(disk);
    }
}

}  // namespace herald::test
