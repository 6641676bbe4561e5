#include "db/postgres_connection.h"
#include "db/postgres_error.h"

namespace herald::db {
namespace {

std::string session_settings(const PostgresConnectionOptions& options) {
    return "SET TIME ZONE 'UTC'; SET datestyle TO 'ISO, YMD'; SET bytea_output TO hex; SET synchronous_commit TO on; "
           "SET standard_conforming_strings TO on; SET statement_timeout TO " +
           std::to_string(options.statement_timeout.count());
}

}  // namespace

PostgresHandle connect_postgres(const PostgresConnectionOptions& options) {
    // What stands before dbname is a default that the URL may override. A peer that is gone is noticed within a minute.
    const char* const keys[] = {"connect_timeout",
                                "keepalives_idle",
                                "tcp_user_timeout",
                                "application_name",
                                "dbname",
                                "client_encoding",
                                nullptr};
    const char* const values[] = {"5", "20", "30000", "herald", options.url.c_str(), "UTF8", nullptr};
    PostgresHandle connection(PQconnectdbParams(keys, values, 1));
    if (!connection || PQstatus(connection.get()) != CONNECTION_OK)
        throw ConnectionLost(std::string("cannot connect to PostgreSQL: ") + PQerrorMessage(connection.get()));
    // Notices such as "table exists, skipping" would otherwise appear on standard error.
    PQsetNoticeReceiver(
        connection.get(), [](void*, const PGresult*) {}, nullptr);
    const PostgresResult set(PQexec(connection.get(), session_settings(options).c_str()));
    if (PQresultStatus(set.get()) != PGRES_COMMAND_OK)
        throw ConnectionLost(std::string("cannot set up the PostgreSQL session: ") + PQerrorMessage(connection.get()));
    return connection;
}

}  // namespace herald::db
