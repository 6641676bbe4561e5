#pragma once

#include <sqlite3.h>

#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace herald::test {

/// A disk for SQLite that loses power. Files are real ones, seen by every connection as usual; beside them it keeps
/// what each would hold after a power loss: what was there at its last sync, and of the writes since then a random
/// part, down to single sectors.
class ForgetfulVfs {
public:
    ForgetfulVfs(std::string name, unsigned seed);
    ~ForgetfulVfs();
    ForgetfulVfs(const ForgetfulVfs&) = delete;
    ForgetfulVfs& operator=(const ForgetfulVfs&) = delete;

    const std::string& name() const { return name_; }

    /// The power goes at the given write or sync from now; that one and all later ones fail and leave no trace.
    void lose_power_after(int operations);
    bool lost_power() const;
    /// Loses power now, if it has not gone yet, and puts what survived into `directory`, under the same file names.
    void write_survivors(const std::string& directory);

    /// From now on syncs of files whose names end so fail, as on a broken disk.
    void fail_syncs_of(std::string ending);
    /// From now on every write finds the disk full.
    void fill_disk();
    /// Syncs succeed and do nothing: what a test must be able to notice.
    void lie_about_syncs();

private:
    struct Change {
        sqlite3_int64 offset;
        std::string bytes;
        bool truncates;  ///< to `offset`
    };
    struct Disk {
        std::string synced;
        std::vector<Change> unsynced;
    };
    struct File;
    struct Calls;

    /// False when the power is gone.
    bool count_operation();
    void apply(std::string& content, const Change& change);
    std::string survivor_of(const Disk& disk);

    const std::string name_;
    sqlite3_vfs* const real_;
    sqlite3_vfs vfs_{};
    mutable std::mutex mutex_;
    std::mt19937 random_;
    std::map<std::string, Disk> disks_;  ///< by path
    int operations_left_ = -1;           ///< negative: the power stays on
    bool lost_power_ = false;
    std::optional<std::string> syncs_fail_of_;
    bool syncs_lie_ = false;
    bool disk_is_full_ = false;
};

}  // namespace herald::test
