#include "app/failures.h"

#include "base/blocking_pool.h"
#include "base/log.h"
#include "db/store.h"
#include "http/api_error.h"

namespace herald::app {

std::optional<http::Response> answer_failure(std::exception_ptr failure, const http::Request& request) {
    try {
        std::rethrow_exception(failure);
    } catch (const db::StoreUnavailable& error) {
        log::warning("request_refused", "A request was refused because the store takes nothing now",
                     {{"trace_id", request.trace_id}, {"error", error.what()}});
    } catch (const PoolBusy& error) {
        log::warning("request_refused", "A request was refused because too many files are being dealt with",
                     {{"trace_id", request.trace_id}, {"error", error.what()}});
    } catch (...) {
        return std::nullopt;
    }
    return http::server_error(503, request.path);
}

}  // namespace herald::app
