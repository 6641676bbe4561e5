#pragma once

#include "base/ids.h"
#include "callbacks/endpoint_health.h"
#include "db/store.h"

/// What the store knows of the endpoints that do not answer, for all processes.
namespace herald::callbacks {

/// All that do not answer, or are suspended.
std::vector<FailingEndpoint> read_failing_endpoints(db::Transaction& tx);

/// What is at `url` has failed often enough to be held back, and is not to be called before `probe_at`. False when that
/// is not, or no longer, the service's endpoint: then there is nothing to hold back.
bool record_failing(db::Transaction& tx, const Endpoint& endpoint, std::string_view url, Timestamp since,
                    Timestamp probe_at);
/// Whether this process may make the one call that is due to an endpoint which is held back; the one after it is due at
/// `next`.
bool take_probe(db::Transaction& tx, const Endpoint& endpoint, Timestamp now, Timestamp next);
/// Suspends it if it has not answered since `before`: nobody calls it until `resume`, what happens meanwhile is kept
/// with the failed calls. The service finds a row about it in the log of its calls. True when that has just happened.
bool suspend(db::Transaction& tx, IdSource& ids, const Endpoint& endpoint, Timestamp before, Timestamp now);
/// A suspended endpoint.
struct Suspension {
    Endpoint endpoint;
    std::string url;
    Timestamp failing_since;
};
/// One that its service's team has not been told of yet, and is told of in this transaction; nothing when all teams
/// know. No other process gets the same one, as long as the transaction is committed.
std::optional<Suspension> take_untold_suspension(db::Transaction& tx, Timestamp now);
/// It has answered, or an operator says so: it is called as before. False when the service has no such endpoint.
/// Setting an endpoint anew does the same.
bool resume(db::Transaction& tx, const Endpoint& endpoint);

}  // namespace herald::callbacks
