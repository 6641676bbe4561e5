#include "support/database.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <stdexcept>

#include "db/migrate.h"
#include "db/open.h"
#include "support/postgres_server.h"

namespace herald::test {
namespace {

namespace fs = std::filesystem;

std::string unique_name() {
    static std::atomic<int> last = 0;
    return "herald_test_" + std::to_string(::getpid()) + "_" + std::to_string(++last);
}

/// In memory where there is room: the tests do not depend on the disk, and every fsync of a busy disk takes its time.
fs::path place_for_files() {
    constexpr std::uintmax_t bytes_needed = 512ULL << 20;
    std::error_code missing;
    const auto memory = fs::space("/dev/shm", missing);
    return !missing && memory.available >= bytes_needed ? fs::path("/dev/shm") : fs::temp_directory_path();
}

std::string make_temporary_directory() {
    std::string pattern = (place_for_files() / "herald-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary directory");
    return pattern;
}

void migrate_at(const std::string& address) {
    Metrics metrics;
    const auto store = db::open({.address = address}, metrics);
    db::migrate(*store, *Timestamp::parse_iso("2026-01-01T00:00:00Z"));
    store->stop();
}

/// The migrated file that every test's file is a copy of.
class SqliteTemplate {
public:
    SqliteTemplate() : directory_(make_temporary_directory()) { migrate_at(path()); }
    ~SqliteTemplate() { fs::remove_all(directory_); }
    std::string path() const { return directory_ + "/herald.db"; }

private:
    std::string directory_;
};

/// The migrated database that every test's database is a copy of.
class PostgresTemplate {
public:
    PostgresTemplate() : name_(unique_name() + "_template") {
        postgres_command("CREATE DATABASE " + name_);
        migrate_at(postgres_url_of(name_));
    }
    ~PostgresTemplate() {
        try {
            postgres_command("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
        } catch (const std::exception&) {
            // The server is already on its way out, and the database with it.
        }
    }
    const std::string& name() const { return name_; }

private:
    std::string name_;
};

std::string sqlite_template_path() {
    static const SqliteTemplate made;
    return made.path();
}

std::string postgres_template_name() {
    static const PostgresTemplate made;
    return made.name();
}

}  // namespace

Database::Database(db::Engine engine, Schema schema) : engine_(engine) {
    if (engine == db::Engine::sqlite) {
        name_ = make_temporary_directory();
        address_ = name_ + "/herald.db";
        if (schema == Schema::migrated) fs::copy_file(sqlite_template_path(), address_);
        return;
    }
    name_ = unique_name();
    address_ = postgres_url_of(name_);
    const std::string source = schema == Schema::migrated ? postgres_template_name() : "template0";
    postgres_command("CREATE DATABASE " + name_ + " TEMPLATE " + source);
}

Database::~Database() {
    if (engine_ == db::Engine::sqlite) {
        std::error_code ignored;
        fs::remove_all(name_, ignored);
        return;
    }
    try {
        postgres_command("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (const std::exception& error) {
        ADD_FAILURE() << "the test's database is left behind: " << error.what();
    }
}

std::unique_ptr<db::Store> Database::open(Metrics& metrics) const {
    return db::open({.address = address_}, metrics);
}

StoreTest::~StoreTest() {
    if (store_) store_->stop();
}

db::Store& StoreTest::store() {
    if (!store_) store_ = database_.open(metrics_);
    return *store_;
}

void StoreTest::reopen() {
    if (store_) store_->stop();
    store_.reset();
}

db::Statement ad_hoc(std::string_view sqlite, std::string_view postgres, std::size_t parameters) {
    return {"ad_hoc", sqlite, postgres, parameters, std::numeric_limits<std::size_t>::max()};
}

}  // namespace herald::test
