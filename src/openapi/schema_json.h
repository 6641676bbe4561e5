#pragma once

#include "base/json_writer.h"
#include "openapi/operations.h"

/// The declarations of requests as JSON Schema (2020-12, the dialect of OpenAPI 3.1).
namespace herald::openapi {

void write_body_schema(JsonWriter& json, const Body& body);
/// An OpenAPI parameter object.
void write_query_parameter(JsonWriter& json, const notifications::Property& property);

}  // namespace herald::openapi
