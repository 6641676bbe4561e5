#pragma once

#include <string>

namespace herald::test {

/// The PostgreSQL server of this test process: the one that HERALD_TEST_POSTGRES_URL names, or else one that
/// tests/support/postgres.sh starts on first use and that ends with the process. Throws when there is none.
const std::string& postgres_server_url();

/// The same URL with another database's name.
std::string postgres_url_of(const std::string& database);

/// Runs one SQL command on the server, outside of any transaction. Throws std::runtime_error.
void postgres_command(const std::string& sql);

}  // namespace herald::test
