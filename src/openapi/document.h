#pragma once

#include <string>
#include <vector>

#include "http/router.h"

namespace herald::openapi {

/// The OpenAPI 3.1 description of a router's public routes: what requests may hold comes from the declarations that
/// check them.
struct Document {
    std::string json;
    std::vector<std::string> undocumented;  ///< public routes that no operation describes: `GET /v2/…`
    std::vector<std::string> absent;        ///< operations whose route the router does not have; not in the document
};
Document describe(const http::Router& router);

/// `GET /openapi.json`, for everybody. To be added when `router` has all its other routes.
void add_openapi_route(http::Router& router);

}  // namespace herald::openapi
