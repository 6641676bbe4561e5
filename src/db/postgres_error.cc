#include "db/postgres_error.h"

namespace herald::db {
namespace {

std::string_view field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? std::string_view() : std::string_view(text);
}

std::string describe(const PGresult* failed, std::string_view doing, std::string_view state) {
    std::string message(doing);
    message += ": SQLSTATE ";
    message += state;
    // Data exceptions (class 22) quote the offending value, which can be personal.
    if (state.starts_with("22")) return message;
    message += ": ";
    message += field(failed, PG_DIAG_MESSAGE_PRIMARY);
    return message;
}

bool is_lost_connection(std::string_view state) {
    // 57P01 to 57P03: the server is shutting down, crashed, or starting up.
    return state.starts_with("08") || state.starts_with("57P0");
}

bool is_unavailable(std::string_view state) {
    // Insufficient resources (disk, memory, connections), a statement that was cancelled, a standby that is read-only.
    return state.starts_with("53") || state.starts_with("58") || state == "57014" || state == "55P03" ||
           state == "25006";
}

}  // namespace

void raise_postgres_error(const PGresult* failed, std::string_view doing) {
    const std::string_view state = field(failed, PG_DIAG_SQLSTATE);
    const std::string message = describe(failed, doing, state);
    if (state.empty() || is_lost_connection(state)) throw ConnectionLost(message);
    if (state == "23505") throw UniqueViolation(message);
    if (state == "40001" || state == "40P01") throw TransactionConflict(message);
    if (is_unavailable(state)) throw StoreUnavailable(message);
    throw StoreError(message);
}

}  // namespace herald::db
