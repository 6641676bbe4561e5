#include "notifications/send_routes.h"

#include "base/log.h"
#include "http/api_error.h"
#include "notifications/limit_answers.h"

namespace herald::notifications {

using limits::DailyKind;

void SendRoutes::add_to(http::Router& router) {
    using http::Method;
    router.add(Method::post, "/v2/notifications/sms", limited(DailyKind::sms, &SendRoutes::send_sms));
    router.add(Method::post, "/v2/notifications/email", limited(DailyKind::email, &SendRoutes::send_email));
    router.add(Method::post, "/v2/notifications/bulk", limited(std::nullopt, &SendRoutes::send_bulk));
    router.add(Method::post, "/v2/notifications/letter", limited(DailyKind::letter, &SendRoutes::send_letter));
    router.add(Method::post, "/v2/notifications/{channel}", limited(std::nullopt, &SendRoutes::refuse_unknown_channel));
}

http::Handler SendRoutes::limited(std::optional<DailyKind> kind, Answer answer) {
    return services::for_callers(parts_.authenticator,
                                 [this, kind, answer](const http::Request& request, const services::Caller& caller) {
                                     return check_limits(request, caller, kind, answer);
                                 });
}

// Steps 2 and 3 of §2.4.
Task<http::Response> SendRoutes::check_limits(const http::Request& request, const services::Caller& caller,
                                              std::optional<DailyKind> kind, Answer answer) {
    const services::Service& service = *caller.service;
    const services::KeyType key_type = caller.key->type;
    const bool within_rate = co_await parts_.rate_limiter.allow(service, key_type);
    if (!within_rate) co_return rate_limit_exceeded(service, key_type);
    auto key = read_idempotency_key(request, caller);
    if (auto* invalid = std::get_if<http::Response>(&key)) co_return std::move(*invalid);
    Incoming incoming{request, caller, std::move(std::get<0>(key))};
    if (!incoming.key) co_return co_await answer_within_day(incoming, kind, answer);
    co_return co_await answer_once(std::move(incoming), kind, answer);
}

Task<http::Response> SendRoutes::answer_within_day(const Incoming& incoming, std::optional<DailyKind> kind,
                                                   Answer answer) {
    const services::Caller& caller = incoming.caller;
    if (kind) {
        const bool has_room = co_await parts_.daily_limits.has_room(*caller.service, caller.key->type, *kind);
        if (!has_room) co_return daily_limit_exceeded(*caller.service, *kind, parts_.clock.now());
    }
    co_return co_await (this->*answer)(incoming);
}

Task<http::Response> SendRoutes::answer_once(Incoming incoming, std::optional<DailyKind> kind, Answer answer) {
    const KeysUnderWay::Claim claim(keys_under_way_, incoming.key->key_hash);
    if (!claim.is_held()) co_return still_under_way();
    auto response = co_await answer_within_day(incoming, kind, answer);
    if (response.status < 400 || response.status >= 500) co_return response;
    // What is refused now may have been accepted before, as the last message of the day for one.
    const auto earlier = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return parts_.answered.find(tx, *incoming.key, parts_.clock.now()); });
    if (earlier) co_return replay(*earlier);
    co_return response;
}

Task<http::Response> SendRoutes::send_sms(const Incoming& incoming) {
    auto parsed = parse_sms_request(incoming.request.body, parts_.clock.now());
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    auto drafted = co_await parts_.drafter.sms(incoming.request, incoming.caller, std::get<SmsRequest>(parsed));
    co_return co_await take(incoming, std::move(drafted));
}

Task<http::Response> SendRoutes::send_email(const Incoming& incoming) {
    auto parsed = parse_email_request(incoming.request.body, parts_.clock.now());
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    auto drafted = co_await parts_.drafter.email(incoming.request, incoming.caller, std::get<EmailRequest>(parsed));
    co_return co_await take(incoming, std::move(drafted));
}

Task<http::Response> SendRoutes::take(const Incoming& incoming, Drafted drafted) {
    if (auto* refused = std::get_if<http::Response>(&drafted)) co_return std::move(*refused);
    auto& draft = std::get<Draft>(drafted);
    if (!draft.is_simulated || incoming.key) {
        Submission submission;
        if (draft.is_simulated) submission.simulated = 1;
        else submission.messages.push_back(std::move(draft.accepted));
        submission.key = incoming.key;
        if (submission.key) submission.answer = [&draft](const Refusals&) { return draft.answer; };
        const Verdict verdict = co_await parts_.intake.submit(std::move(submission));
        const auto refusal = verdict.refusals.empty() ? std::nullopt : verdict.refusals.front();
        if (verdict.earlier || refusal) co_await forget(draft.stored_object);
        if (verdict.earlier) co_return replay(*verdict.earlier);
        if (refusal) co_return daily_limit_exceeded(*incoming.caller.service, *refusal, parts_.clock.now());
    }
    http::Response created{201, std::move(draft.answer)};
    co_return created;
}

Task<http::Response> SendRoutes::send_bulk(const Incoming& incoming) {
    return parts_.bulk.answer(incoming.request, incoming.caller, incoming.key);
}

Task<http::Response> SendRoutes::send_letter(const Incoming& incoming) {
    auto parsed = parse_letter_body(incoming.request.body);
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    auto& body = std::get<LetterBody>(parsed);
    if (!body.is_precompiled()) {
        // A letter from a template counts as two requests (§5.1).
        const services::KeyType key_type = incoming.caller.key->type;
        const bool within_rate = co_await parts_.rate_limiter.allow(*incoming.caller.service, key_type);
        if (!within_rate) co_return rate_limit_exceeded(*incoming.caller.service, key_type);
    }
    auto drafted = co_await draft_letter(incoming, std::move(body));
    co_return co_await take(incoming, std::move(drafted));
}

Task<Drafted> SendRoutes::draft_letter(const Incoming& incoming, LetterBody body) {
    const Timestamp now = parts_.clock.now();
    if (body.is_precompiled()) {
        auto read = read_precompiled_letter_request(std::move(body), now);
        if (auto* invalid = std::get_if<http::Response>(&read)) co_return std::move(*invalid);
        co_return co_await parts_.letters.precompiled(incoming.caller, std::get<PrecompiledLetterRequest>(read));
    }
    auto read = read_letter_request(std::move(body), now);
    if (auto* invalid = std::get_if<http::Response>(&read)) co_return std::move(*invalid);
    co_return co_await parts_.letters.templated(incoming.request, incoming.caller, std::get<LetterRequest>(read));
}

Task<void> SendRoutes::forget(std::string object) {
    if (object.empty()) co_return;
    try {
        co_await parts_.objects.remove(object);
    } catch (const objects::ObjectStoreError& error) {
        log::warning("object_left_behind", "The PDF of a letter that was not accepted could not be removed",
                     {{"object", object}, {"error", error.what()}});
    }
}

Task<http::Response> SendRoutes::refuse_unknown_channel(const Incoming&) {
    co_return http::server_error(404, {});
}

}  // namespace herald::notifications
