#include "notifications/bulk_sender.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/next_turn.h"
#include "http/api_error.h"
#include "notifications/bulk_csv.h"
#include "notifications/limit_answers.h"
#include "notifications/send_checks.h"

namespace herald::notifications {
namespace {

/// `{"status_code":…,"errors":[…]}` without its brackets, to be written into a result.
std::string inside(const http::Response& refusal) {
    return refusal.body.substr(1, refusal.body.size() - 2);
}

/// The request's rows, and what keeps their text.
struct RowsOfRequest {
    JsonDocument document;
    std::optional<JsonDocument> from_csv;
    JsonValue array() const { return from_csv ? from_csv->root() : document["rows"]; }
};

std::variant<RowsOfRequest, http::Response> read_rows(JsonDocument document, Channel channel) {
    RowsOfRequest rows{std::move(document), std::nullopt};
    if (const auto csv = rows.document["csv"].as_string()) {
        auto read = read_bulk_csv(*csv, channel, BulkSender::rows_max);
        if (auto* problem = std::get_if<std::string>(&read)) return http::validation_error(*problem);
        rows.from_csv = JsonDocument::parse(std::get<BulkCsv>(read).rows_json);
    }
    const std::size_t count = rows.array().size();
    if (count == 0) return http::bad_request("A bulk request needs at least one row");
    if (count > BulkSender::rows_max)
        return http::bad_request("A bulk request can have at most " + std::to_string(BulkSender::rows_max) + " rows");
    return rows;
}

}  // namespace

struct BulkSender::Rows {
    std::vector<Row> all;
    Submission submission;

    /// The body of the answer, when the intake has refused what the day's limits do not allow.
    std::string to_json(const services::Service& service, const Refusals& refusals, Timestamp now) const;
    std::size_t accepted(const Refusals& refusals) const {
        return static_cast<std::size_t>(
            std::count_if(all.begin(), all.end(), [&](const Row& row) { return is_accepted(row, refusals); }));
    }
    static bool is_accepted(const Row& row, const Refusals& refusals) {
        return row.refusal.empty() && !(row.submitted && refusals[*row.submitted]);
    }
};

std::string BulkSender::Rows::to_json(const services::Service& service, const Refusals& refusals, Timestamp now) const {
    std::string body;
    JsonWriter json(body);
    const std::size_t taken = accepted(refusals);
    json.begin_object().member("accepted", taken).member("refused", all.size() - taken);
    json.key("results").begin_array();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Row& row = all[i];
        if (is_accepted(row, refusals)) {
            json.begin_object().member("row", i).member("id", row.id).member("reference", row.reference).end_object();
            continue;
        }
        const std::string refusal =
            row.refusal.empty() ? inside(daily_limit_exceeded(service, *refusals[*row.submitted], now)) : row.refusal;
        json.raw("{\"row\":" + std::to_string(i) + "," + refusal + "}");
    }
    json.end_array().end_object();
    return body;
}

Task<http::Response> BulkSender::answer(const http::Request& request, const services::Caller& caller,
                                        std::optional<IdempotencyKey> key) {
    auto parsed = parse_bulk_request(request.body, parts_.clock.now());
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    auto& bulk = std::get<BulkRequest>(parsed);
    if (bulk.template_id.is_urn()) co_return http::v2_unrepresentable_id();
    const auto source = co_await parts_.templates.find(caller.service->id, bulk.template_id.id);
    const Channel channel = source != nullptr ? source->type : Channel::sms;
    if (auto refused = check_template(source.get(), channel)) co_return std::move(*refused);

    auto read = read_rows(std::move(bulk.document), channel);
    if (auto* refused = std::get_if<http::Response>(&read)) co_return std::move(*refused);
    Rows rows;
    const auto files = co_await parts_.drafter.fetch_files(caller, source);
    const Shared shared{request, caller, bulk.template_id, channel, files ? &*files : nullptr};
    co_await draft_rows(shared, std::get<RowsOfRequest>(read).array(), rows);

    const Timestamp now = parts_.clock.now();
    Refusals refusals;
    if (!rows.submission.messages.empty() || (key && rows.submission.simulated > 0)) {
        rows.submission.key = std::move(key);
        rows.submission.answer = [&](const Refusals& decided) { return rows.to_json(*caller.service, decided, now); };
        Verdict verdict = co_await parts_.intake.submit(std::move(rows.submission));
        if (verdict.earlier) co_return replay(*verdict.earlier);
        refusals = std::move(verdict.refusals);
    }
    http::Response response{rows.accepted(refusals) > 0 ? 201 : 400, rows.to_json(*caller.service, refusals, now)};
    co_return response;
}

Task<void> BulkSender::draft_rows(const Shared& shared, JsonValue array, Rows& rows) {
    constexpr std::size_t rows_per_turn = 100;
    rows.all.resize(array.size());
    for (std::size_t i = 0; i < array.size(); ++i) {
        // Others have their turn between.
        if (i % rows_per_turn == rows_per_turn - 1) co_await next_turn(parts_.loop);
        auto drafted = co_await draft_row(shared, array[i]);
        Row& row = rows.all[i];
        if (const auto* refused = std::get_if<http::Response>(&drafted)) {
            row.refusal = inside(*refused);
            continue;
        }
        auto& draft = std::get<Draft>(drafted);
        row.id = draft.accepted->message.id;
        row.reference = draft.accepted->message.client_reference;
        if (draft.is_simulated) {
            ++rows.submission.simulated;
            continue;
        }
        row.submitted = rows.submission.messages.size();
        rows.submission.messages.push_back(std::move(draft.accepted));
    }
}

Task<Drafted> BulkSender::draft_row(const Shared& shared, JsonValue row) {
    const Timestamp now = parts_.clock.now();
    if (shared.channel == Channel::sms) {
        auto read = read_sms_row(row, shared.template_id, now);
        if (auto* messages = std::get_if<std::vector<std::string>>(&read)) co_return http::validation_errors(*messages);
        co_return co_await parts_.drafter.sms(shared.request, shared.caller, std::get<SmsRequest>(read));
    }
    if (shared.channel == Channel::letter) {
        auto read = read_letter_row(row, shared.template_id, now);
        if (auto* messages = std::get_if<std::vector<std::string>>(&read)) co_return http::validation_errors(*messages);
        co_return co_await parts_.letters.templated(shared.request, shared.caller, std::get<LetterRequest>(read));
    }
    auto read = read_email_row(row, shared.template_id, now);
    if (auto* messages = std::get_if<std::vector<std::string>>(&read)) co_return http::validation_errors(*messages);
    co_return co_await parts_.drafter.email(shared.request, shared.caller, std::get<EmailRequest>(read), shared.files);
}

}  // namespace herald::notifications
