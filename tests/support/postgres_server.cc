#include "support/postgres_server.h"

#include <libpq-fe.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace herald::test {
namespace {

std::string output_of(const std::string& command) {
    struct Close {
        void operator()(FILE* pipe) const { ::pclose(pipe); }
    };
    const std::unique_ptr<FILE, Close> pipe(::popen(command.c_str(), "r"));
    if (!pipe) throw std::runtime_error("cannot run " + command);
    std::string text;
    for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) text.push_back(static_cast<char>(c));
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

/// Starts a server; it ends with the process, also when the process is killed.
class OwnServer {
public:
    OwnServer() {
        const std::string pid = std::to_string(::getpid());
        url_ = output_of(HERALD_SOURCE_DIR "/tests/support/postgres.sh start /tmp/herald-test-postgres-" + pid + " " +
                         pid);
        if (!url_.starts_with("postgresql://")) throw std::runtime_error("PostgreSQL for the tests did not start");
    }
    const std::string& url() const { return url_; }

private:
    std::string url_;
};

}  // namespace

const std::string& postgres_server_url() {
    static const std::string url = [] {
        const char* given = std::getenv("HERALD_TEST_POSTGRES_URL");
        return given != nullptr && *given != '\0' ? std::string(given) : OwnServer().url();
    }();
    return url;
}

std::string postgres_url_of(const std::string& database) {
    std::string url = postgres_server_url();
    const std::size_t query = std::min(url.find('?'), url.size());
    const std::size_t slash = url.rfind('/', query);
    return url.substr(0, slash + 1) + database + url.substr(query);
}

void postgres_command(const std::string& sql) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(postgres_server_url().c_str()), PQfinish);
    PQsetNoticeReceiver(
        connection.get(), [](void*, const PGresult*) {}, nullptr);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), PQclear);
    const auto status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
}

}  // namespace herald::test
