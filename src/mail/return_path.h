#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/uuid.h"
#include "crypto/sealer.h"

namespace herald::mail {

/// Addresses of our own that bounces come back to, one for each message (VERP, contract providers §19.4):
/// `bounce+<id>-<mac>@domain`. The MAC is made under the installation's secret, so nobody who has not seen a message's
/// address can tell us that it failed.
class ReturnPath {
public:
    /// The sealer outlives it. An empty domain means that no bounces are heard of.
    ReturnPath(const crypto::Sealer& sealer, std::string domain) : sealer_(sealer), domain_(std::move(domain)) {}

    bool is_on() const { return !domain_.empty(); }
    const std::string& domain() const { return domain_; }

    /// `<id>-<mac>`: what stands in the address, and in a header of the message, where complaints give it back.
    std::string token_for(const Uuid& notification_id) const;
    std::string address_for(const Uuid& notification_id) const;

    /// Null for what is none, or is not ours. Mail systems may have changed the case.
    std::optional<Uuid> read_token(std::string_view token) const;
    std::optional<Uuid> read_address(std::string_view address) const;
    /// `complaints@domain`, which feedback loops are registered with; and `postmaster@domain`, which must exist.
    bool is_for_complaints(std::string_view address) const;

private:
    const crypto::Sealer& sealer_;
    std::string domain_;
};

}  // namespace herald::mail
