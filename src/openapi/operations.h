#pragma once

#include <span>
#include <string_view>

#include "http/router.h"
#include "notifications/schema.h"

/// What is published about the public API beside the declarations that its requests are checked with.
namespace herald::openapi {

/// The body that a route takes, under the name that the document gives it.
struct Body {
    std::string_view name;
    const notifications::Schema* schema = nullptr;
    /// Instead of a schema: exactly one of these bodies.
    std::span<const std::string_view> kinds;
    bool takes_other_keys = false;
    bool is_required = true;
    /// Alternatives: exactly one of these keys is needed. Empty: no such rule.
    std::span<const std::string_view> one_of_keys;
    /// What the items of its array look like: any of these bodies.
    std::span<const std::string_view> items;
};

/// One route and method. Every answer is one of the common refusals, or `success`.
struct Operation {
    http::Method method;
    std::string_view pattern;  ///< as the router has it
    std::string_view id;
    std::string_view summary;
    const Body* body = nullptr;
    const notifications::Schema* query = nullptr;
    int success = 200;
    std::string_view answer;  ///< the component that its body looks like
    bool answer_is_pdf = false;
    /// Sends: is held back by the limits, and takes an Idempotency-Key.
    bool sends = false;
    std::span<const int> refusals;  ///< besides the common ones
    /// A 400 may have the same body as the success.
    bool refuses_with_answer = false;
};

std::span<const Operation> operations();
std::span<const Body* const> bodies();

/// A route of the public API that is no operation: it answers as if it were not there.
bool is_unpublished(const http::Router::Entry& route);

/// The components of the answers, as the members of a JSON object.
std::string_view answer_schemas();

}  // namespace herald::openapi
