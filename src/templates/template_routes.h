#pragma once

#include <functional>

#include "base/json.h"
#include "http/router.h"
#include "services/authenticator.h"
#include "templates/template_directory.h"

namespace herald::templates {

/// `GET /v2/template/{id}`, `GET /v2/template/{id}/version/{n}`, `GET /v2/templates` and
/// `POST /v2/template/{id}/preview` (contract public-api §3.4, §3.5).
class TemplateRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        services::Authenticator& authenticator;
        TemplateDirectory& templates;
        /// Turns the JSON object of a request into values; given, because sending has the same rules.
        std::function<content::Personalisation(JsonValue)> read_personalisation;
    };
    explicit TemplateRoutes(Parts parts) : parts_(std::move(parts)) {}

    /// The object must outlive the router.
    void add_to(http::Router& router);

private:
    Task<http::Response> get_latest(const http::Request& request, const services::Caller& caller);
    Task<http::Response> get_version(const http::Request& request, const services::Caller& caller);
    Task<http::Response> get_list(const http::Request& request, const services::Caller& caller);
    Task<http::Response> preview(const http::Request& request, const services::Caller& caller);

    Parts parts_;
};

}  // namespace herald::templates
