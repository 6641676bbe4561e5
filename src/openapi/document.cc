#include "openapi/document.h"

#include <algorithm>
#include <map>

#include "openapi/operations.h"
#include "openapi/schema_json.h"

namespace herald::openapi {
namespace {

using http::Method;

std::string lower_case(std::string_view method) {
    std::string text(method);
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    return text;
}

struct Parameter {
    std::string name;
    bool is_integer = false;
};

/// The pattern without what its parameters look like, and its parameters: `/v2/template/{id}/version/{version}`.
struct Path {
    std::string text;
    std::vector<Parameter> parameters;

    explicit Path(std::string_view pattern) {
        while (!pattern.empty()) {
            const std::size_t open = std::min(pattern.find('{'), pattern.size());
            text.append(pattern.substr(0, open));
            pattern.remove_prefix(open);
            if (pattern.empty()) break;
            const std::string_view inside = pattern.substr(1, pattern.find('}') - 1);
            const std::string_view name = inside.substr(0, inside.find(':'));
            text.append("{").append(name).append("}");
            parameters.push_back({std::string(name), inside.ends_with(":int")});
            pattern.remove_prefix(inside.size() + 2);
        }
    }
};

/// The answers that any route may give.
struct Refusal {
    int status;
    std::string_view description;
    bool is_plain;     ///< from a route that does not exist, with the other error body
    bool retry_after;  ///< says when to try again
};
constexpr Refusal common_refusals[] = {
    {400, "The request is not valid, or a rule of the service refuses it", false, false},
    {401, "No token", false, false},
    {403, "The token is refused, or the key may not do this", false, false},
    {404, "There is no such thing", true, false},
    {413, "The body is too large", true, false},
    {500, "Something unexpected went wrong", false, false},
    {503, "Nothing was accepted; try again", false, true},
    {504, "The answer took too long", false, false},
};
constexpr Refusal other_refusals[] = {
    {409, "The message is already being sent, or the first request with this key is still under way", false, true},
    {422, "The Idempotency-Key was used for another request", false, false},
    {429, "The limit of requests a minute or of messages a day is reached", false, true},
};

class Writer {
public:
    explicit Writer(std::string& out) : json_(out) {}

    void write(const std::map<std::string, std::vector<const Operation*>>& paths) {
        json_.begin_object().member("openapi", "3.1.0").key("info").begin_object();
        json_.member("title", "Herald")
            .member("version", "2")
            .member("description", "Sends text messages, emails and letters from templates.");
        json_.end_object().key("security").raw(R"([{"token": []}])").key("paths").begin_object();
        for (const auto& [path, operations] : paths) {
            json_.key(path).begin_object();
            for (const Operation* operation : operations) write_operation(*operation);
            json_.end_object();
        }
        json_.end_object().key("components").begin_object();
        json_.key("securitySchemes")
            .raw(
                R"({"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT",)"
                R"( "description": "HS256, signed with the API key's secret; claims iss (the service's id) and iat"}})");
        json_.key("schemas").begin_object();
        for (const Body* body : bodies()) {
            json_.key(body->name);
            write_body_schema(json_, *body);
        }
        json_.raw(answer_schemas()).end_object().end_object().end_object();
    }

private:
    void write_operation(const Operation& operation) {
        json_.key(lower_case(to_string(operation.method))).begin_object();
        json_.member("operationId", operation.id).member("summary", operation.summary);
        json_.key("parameters").begin_array();
        for (const Parameter& parameter : Path(operation.pattern).parameters) write_path_parameter(parameter);
        if (operation.query != nullptr)
            for (const auto& property : operation.query->properties) write_query_parameter(json_, property);
        if (operation.sends)
            json_.raw(R"({"name": "Idempotency-Key", "in": "header", "required": false, "description": )"
                      R"("A request that repeats this within 24 hours is answered as before and sends nothing", )"
                      R"("schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"}})");
        json_.end_array();
        if (operation.body != nullptr) write_body(*operation.body);
        write_responses(operation);
        json_.end_object();
    }

    void write_path_parameter(const Parameter& parameter) {
        json_.begin_object().member("name", parameter.name).member("in", "path").member("required", true);
        json_.key("schema").raw(parameter.is_integer ? R"({"type": "integer", "minimum": 0})"
                                                     : R"({"type": "string", "format": "uuid"})");
        json_.end_object();
    }

    void write_body(const Body& body) {
        json_.key("requestBody").begin_object().member("required", body.is_required).key("content").begin_object();
        json_.key("application/json").begin_object().key("schema");
        write_reference(body.name);
        json_.end_object().end_object().end_object();
    }

    void write_responses(const Operation& operation) {
        json_.key("responses").begin_object();
        json_.key(std::to_string(operation.success)).begin_object().member("description", "As asked");
        if (operation.sends)
            json_.key("headers").raw(
                R"({"Idempotent-Replay": {"description": "The answer is that of an earlier request",)"
                R"( "schema": {"const": "true"}}})");
        if (operation.answer_is_pdf)
            json_.key("content").raw(R"({"application/pdf": {"schema": {"type": "string", "format": "binary"}}})");
        else write_content({operation.answer});
        json_.end_object();
        for (const Refusal& refusal : common_refusals) write_refusal(operation, refusal);
        for (const Refusal& refusal : other_refusals) {
            const auto& own = operation.refusals;
            if (operation.sends || std::find(own.begin(), own.end(), refusal.status) != own.end())
                write_refusal(operation, refusal);
        }
        json_.end_object();
    }

    void write_refusal(const Operation& operation, const Refusal& refusal) {
        json_.key(std::to_string(refusal.status)).begin_object().member("description", refusal.description);
        if (refusal.retry_after)
            json_.key("headers").raw(
                R"({"Retry-After": {"description": "Seconds", "schema": {"type": "string", "pattern": "^[0-9]+$"}}})");
        if (refusal.status == 400 && operation.refuses_with_answer) write_content({"Error", operation.answer});
        else if (refusal.is_plain) write_content({"Error", "PlainError"});
        else write_content({"Error"});
        json_.end_object();
    }

    void write_content(std::vector<std::string_view> names) {
        json_.key("content").begin_object().key("application/json").begin_object().key("schema");
        if (names.size() == 1) {
            write_reference(names.front());
        } else {
            json_.begin_object().key("oneOf").begin_array();
            for (const auto name : names) write_reference(name);
            json_.end_array().end_object();
        }
        json_.end_object().end_object();
    }

    void write_reference(std::string_view name) {
        json_.begin_object().member("$ref", "#/components/schemas/" + std::string(name)).end_object();
    }

    JsonWriter json_;
};

std::string name_of(const http::Router::Entry& route) {
    return std::string(to_string(route.method)) + " " + route.pattern;
}

}  // namespace

Document describe(const http::Router& router) {
    Document document;
    auto routes = router.entries();
    std::map<std::string, std::vector<const Operation*>> paths;
    for (const Operation& operation : operations()) {
        const http::Router::Entry wanted{operation.method, std::string(operation.pattern)};
        if (std::erase(routes, wanted) == 0) document.absent.push_back(name_of(wanted));
        else paths[Path(operation.pattern).text].push_back(&operation);
    }
    for (const auto& route : routes)
        if (!is_unpublished(route)) document.undocumented.push_back(name_of(route));
    Writer(document.json).write(paths);
    return document;
}

void add_openapi_route(http::Router& router) {
    router.add(Method::get, "/openapi.json",
               [json = describe(router).json](const http::Request&) -> Task<http::Response> {
                   http::Response response{200, json};
                   co_return response;
               });
}

}  // namespace herald::openapi
