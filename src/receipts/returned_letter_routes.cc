#include "receipts/returned_letter_routes.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/log.h"
#include "base/violations.h"
#include "http/api_error.h"
#include "receipts/returned_letters.h"

namespace herald::receipts {
namespace {

constexpr std::size_t chunk_max = 5000;
constexpr std::size_t reference_characters = 16;

bool is_reference(std::string_view text) {
    return text.size() == reference_characters && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
           });
}

std::string references_json(const std::vector<std::string>& references) {
    std::string body;
    JsonWriter json(body);
    json.begin_object().key("references").begin_array();
    for (const auto& reference : references) json.value(reference);
    json.end_array().end_object();
    return body;
}

}  // namespace

ReferencesOrFaults read_returned_references(JsonValue body) {
    constexpr std::string_view name = "references";
    Violations violations;
    const JsonValue list = body[name];
    if (!body.is_object()) violations.wrong_type("", body, object_type);
    else if (!list.exists()) violations.missing(name);
    else if (!list.is_array()) violations.wrong_type(name, list, array_type);
    else if (list.size() == 0) violations.add(name, list, " should be non-empty");
    std::vector<std::string> references;
    for (std::size_t i = 0; i < list.size() && list.is_array(); ++i) {
        if (!list[i].is_string()) violations.wrong_type(name, list[i], string_type);
        else if (!is_reference(list[i].text())) violations.add(name, list[i], " does not match ^[0-9A-Z]{16}$");
        else references.emplace_back(list[i].text());
    }
    if (!violations.empty()) return Faults{violations.take()};
    return references;
}

void ReturnedLetterRoutes::add_to(http::Router& router, const services::InternalAuthenticator& authenticator) {
    router.add(http::Method::post, "/letters/returned",
               services::for_admin(authenticator, this, &ReturnedLetterRoutes::post));
}

Task<http::Response> ReturnedLetterRoutes::post(const http::Request& request) {
    const auto document = JsonDocument::parse(request.body);
    if (!document) co_return http::bad_request("Invalid JSON supplied in POST data");
    const auto read = read_returned_references(document->root());
    if (const auto* faults = std::get_if<Faults>(&read)) co_return http::validation_errors(faults->messages);
    const auto& references = std::get<std::vector<std::string>>(read);

    ReturnedLetters all;
    for (std::size_t from = 0; from < references.size(); from += chunk_max) {
        const std::span chunk = std::span(references).subspan(from, std::min(chunk_max, references.size() - from));
        const auto step = co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) {
            return record_returned_letters(tx, parts_.sealer, parts_.ids, parts_.clock.now(), parts_.count_shard,
                                           chunk);
        });
        all.live += step.live;
        all.archived += step.archived;
        all.unknown += step.unknown;
    }
    log::info("returned_letters", "A list of returned letters has been stored",
              {{"live", all.live}, {"archived", all.archived}, {"unknown", all.unknown}});
    http::Response response{200, references_json(references)};
    co_return response;
}

}  // namespace herald::receipts
