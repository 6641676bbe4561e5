#pragma once

#include "base/uuid.h"
#include "http/message.h"

/// What the paths of the internal API name.
namespace herald::internal {

/// The id in a path, where its pattern says `:uuid` and so lets nothing else through; they count from 0.
inline Uuid id_in_path(const http::Request& request, std::size_t parameter) {
    return *Uuid::parse(request.params[parameter]);
}

/// The service of `/service/{service_id:uuid}…`.
inline Uuid service_in_path(const http::Request& request) {
    return id_in_path(request, 0);
}

}  // namespace herald::internal
