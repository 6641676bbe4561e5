#include "app/installation.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "app/installation_sql.h"
#include "balancing/provider_store.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "db/migrate.h"
#include "db/open.h"

namespace herald::app {
namespace {

std::string reason() {
    return std::strerror(errno);
}

std::string read_secret(const std::string& path) {
    std::ifstream in(path);
    std::string secret;
    std::getline(in, secret);
    if (secret.empty()) throw InstallationError("the secret in " + path + " is empty or cannot be read");
    return secret;
}

/// Two processes may start at once: the file is linked into place, which only one of them can.
void make_secret(const std::string& path) {
    constexpr std::size_t secret_bytes = 32;
    const std::string text = crypto::base64url_encode(crypto::random_bytes(secret_bytes)) + "\n";
    const std::string temporary = path + "." + std::to_string(getpid());
    const int file = open(temporary.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) throw InstallationError("cannot write " + temporary + ": " + reason());
    const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
    close(file);
    const bool linked = written && (link(temporary.c_str(), path.c_str()) == 0 || errno == EEXIST);
    const std::string why = reason();
    unlink(temporary.c_str());
    if (!linked) throw InstallationError("cannot write " + path + ": " + why);
}

/// A store sealed with one secret must not be written to with another.
void check_secret(db::Store& store, const crypto::Sealer& sealer) {
    constexpr const char* name = "secret_check";
    constexpr std::string_view context = "installation.secret_check", plain = "herald";
    const auto read = [&](db::Transaction& tx) { return tx.query(sql::installation_value, {name}); };
    auto rows = store.read_now(read);
    if (rows.empty()) {
        // Two processes may be the first: what one has written is what both read.
        rows = store.write_now([&](db::Transaction& tx) {
            tx.execute(sql::set_installation_value, {name, crypto::hex_encode(sealer.seal(plain, context))});
            return read(tx);
        });
    }
    const auto sealed = crypto::hex_decode(rows[0].get<std::string>(0));
    const bool fits = sealed && sealer.open(*sealed, context) == plain;
    if (!fits) throw InstallationError("the secret is not the one that this store was sealed with");
}

}  // namespace

std::string installation_secret(const Settings& settings) {
    if (!settings.secret.empty()) return settings.secret;
    if (settings.on_postgres())
        throw InstallationError("with a database URL the secret must be set: HERALD_SECRET or HERALD_SECRET_FILE");
    const std::string path = settings.data + "/secret";
    if (!std::filesystem::exists(path)) make_secret(path);
    return read_secret(path);
}

std::unique_ptr<db::Store> open_store(const Settings& settings, Metrics& metrics) {
    if (!settings.on_postgres()) {
        std::error_code error;
        std::filesystem::create_directories(settings.data, error);
        if (error) throw InstallationError("cannot make the data directory " + settings.data + ": " + error.message());
    }
    db::OpenOptions options;
    options.address = settings.on_postgres() ? settings.database_url : settings.data + "/herald.db";
    options.queue_max = static_cast<std::size_t>(settings.intake_queue_max);
    if (settings.on_postgres()) {
        // A quarter of the connections answers reads; at least one does each.
        const auto connections = static_cast<std::size_t>(settings.database_connections);
        options.read_connections = std::max<std::size_t>(1, connections / 4);
        options.write_connections = std::max<std::size_t>(1, connections - options.read_connections);
    }
    return db::open(options, metrics);
}

Installation open_installation(const Settings& settings, Metrics& metrics, Timestamp now) {
    auto store = open_store(settings, metrics);
    // The first seals; the others still open what they sealed.
    std::vector<std::string> secrets{installation_secret(settings)};
    secrets.insert(secrets.end(), settings.previous_secrets.begin(), settings.previous_secrets.end());
    Installation installation{crypto::Sealer(secrets), std::move(store)};
    db::migrate(*installation.store, now);
    db::check_statements(*installation.store);
    SystemClock clock;
    RandomIdSource ids(clock);
    installation.store->write_now([&](db::Transaction& tx) { balancing::complete_providers(tx, ids); });
    check_secret(*installation.store, installation.sealer);
    return installation;
}

std::optional<crypto::OldSignature> old_installation_signature(const Settings& settings) {
    if (settings.old_secret_key.empty()) return std::nullopt;
    return crypto::OldSignature(settings.old_secret_key, settings.old_salt);
}

DataDirectoryLock::DataDirectoryLock(const std::string& directory) {
    const std::string path = directory + "/lock";
    descriptor_ = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw InstallationError("cannot open " + path + ": " + reason());
    if (flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
    close(descriptor_);
    throw InstallationError("another herald serves from " + directory + "; stop it first, or use another --data");
}

DataDirectoryLock::~DataDirectoryLock() {
    close(descriptor_);
}

}  // namespace herald::app
