#pragma once

#include "base/settings.h"
#include "services/internal_authenticator.h"

namespace herald::app {

/// The internal API: what the admin site and other clients of the installation itself ask for (contracts
/// admin-api-services-users and admin-api-messages). The rooms' routes are put together here.
class InternalApi {
public:
    InternalApi(const Settings& settings, const Clock& clock);

    const services::InternalAuthenticator& authenticator() const { return authenticator_; }

    /// To be called after all others have added their routes: what nobody has built answers 501. The object must
    /// outlive the router.
    void add_to(http::Router& router);

private:
    services::InternalAuthenticator authenticator_;
};

}  // namespace herald::app
