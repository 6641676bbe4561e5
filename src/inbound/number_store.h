#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "db/store.h"
#include "services/refusal.h"

namespace herald::inbound {

using services::Refusal;

/// One of the numbers that people can answer to.
struct InboundNumber {
    std::string number;
    std::string provider;
    std::optional<Uuid> service_id;
    std::optional<std::string> service_name;
    bool active = true;
    Timestamp created_at;
};

/// The pool of numbers (data-model §4), inside the caller's transaction. A service has at most one.
class NumberStore {
public:
    NumberStore(const Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

    /// Adds a number to the pool; `447…` and `+447…` are taken as `07…`. Refused when it is there already.
    std::optional<Refusal> create(db::Transaction& tx, const std::string& number, const std::string& provider) const;
    /// Gives the service the number and the permission to receive. Its only sender becomes the number; a service that
    /// has several gets one more, which is the default from now on (admin-api-services-users §15).
    std::optional<Refusal> assign(db::Transaction& tx, const std::string& number, const Uuid& service_id) const;
    /// Takes the number from its service, with the sender and the permission. `default_sender` replaces the service's
    /// default where the number was it. `keep`: the number goes back to the pool; otherwise it is out of use.
    std::optional<Refusal> release(db::Transaction& tx, const std::string& number, const std::string& default_sender,
                                   bool keep) const;
    /// By number, those after `after`.
    std::vector<InboundNumber> list(db::Transaction& tx, const std::string& after = {}, int limit = 250) const;

private:
    const Clock& clock_;
    IdSource& ids_;
};

/// The form in which numbers of the pool are kept: `07700900777`. Nothing when it is no UK mobile number.
std::optional<std::string> to_pool_form(const std::string& number);

}  // namespace herald::inbound
