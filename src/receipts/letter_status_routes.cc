#include "receipts/letter_status_routes.h"

#include "base/log.h"
#include "http/api_error.h"
#include "receipts/duplicate.h"
#include "receipts/letter_tokens.h"

namespace herald::receipts {
namespace {

using Result = AppliedLetterStatus::Result;

const char* to_text(Result result) {
    switch (result) {
        case Result::applied:
            return "applied";
        case Result::duplicate:
            return "duplicate";
        case Result::unknown:
            return "unknown";
    }
    return "";
}

std::string token_of(const http::Request& request) {
    for (auto& [name, value] : http::parse_form(request.query))
        if (name == "token") return value;
    return {};
}

}  // namespace

LetterStatusRoutes::LetterStatusRoutes(Parts parts) : parts_(parts) {
    for (const Result result : {Result::applied, Result::duplicate, Result::unknown})
        counters_[result] = &parts_.metrics.counter("herald_letter_statuses_total",
                                                    "What the printer has told of letters, by what became of it",
                                                    {{"result", to_text(result)}});
}

void LetterStatusRoutes::add_to(http::Router& router) {
    router.add(http::Method::post, "/notifications/letter/status",
               [this](const http::Request& request) { return post(request); });
}

Task<http::Response> LetterStatusRoutes::post(const http::Request& request) {
    const auto token_id = read_letter_token(parts_.sealer, parts_.old_signature, token_of(request));
    if (!token_id) {
        log::warning("letter_status_refused", "Somebody without a valid token has told of a letter");
        co_return http::v2_error(403, "InvalidRequest", "A valid token must be provided in the query string");
    }
    const auto parsed = parse_letter_status(request.body, *token_id);
    if (const auto* error = std::get_if<FormatError>(&parsed)) {
        log::error("letter_status_unreadable", "The printer has told of a letter in a way that was refused",
                   {{"status", error->status}});
        co_return http::Response{error->status, error->body};
    }
    const auto& told = std::get<LetterStatus>(parsed);
    const auto applied = co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) {
        return apply_letter_status(tx, told, parts_.clock.now(), parts_.count_shard);
    });
    report(told, applied);
    http::Response response;
    response.status = 204;
    co_return response;
}

void LetterStatusRoutes::report(const LetterStatus& told, const AppliedLetterStatus& applied) {
    counters_[applied.result]->add();
    const auto& letter = applied.letter;
    const auto new_status = notifications::to_text(applied.new_status);
    if (applied.result == Result::unknown) {
        log::error("letter_status_unknown", "The printer has told of a letter that is not known here",
                   {{"notification_id", told.notification_id}, {"new_status", new_status}});
        return;
    }
    if (told.despatch && told.despatch->sheets != letter.billable_units)
        log::error("letter_sheets_differ", "The printer has counted other sheets of a letter than are billed",
                   {{"notification_id", letter.id},
                    {"sheets", told.despatch->sheets},
                    {"billable_units", letter.billable_units}});
    if (applied.result == Result::duplicate) {
        log_duplicate(letter, applied.new_status, "dvla", parts_.clock.now());
        return;
    }
    if (!told.despatch)
        log::error("letter_rejected", "The printer has rejected a letter", {{"notification_id", letter.id}});
}

}  // namespace herald::receipts
