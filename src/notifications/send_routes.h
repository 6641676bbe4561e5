#pragma once

#include "http/router.h"
#include "limits/rate_limiter.h"
#include "notifications/bulk_sender.h"
#include "notifications/drafter.h"

namespace herald::notifications {

/// `POST /v2/notifications/sms`, `/email`, `/letter` and `/bulk` (contract public-api §2): the limits, the checks in
/// the contract's order, then intake, then 201.
class SendRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        AnsweredRequests& answered;
        services::Authenticator& authenticator;
        limits::RateLimiter& rate_limiter;
        limits::DailyLimits& daily_limits;
        Drafter& drafter;
        LetterDrafter& letters;
        objects::ObjectStore& objects;
        BulkSender& bulk;
        Intake& intake;
    };
    explicit SendRoutes(Parts parts) : parts_(parts) {}

    void add_to(http::Router& router);

private:
    /// A request that the limits have let through.
    struct Incoming {
        const http::Request& request;
        const services::Caller& caller;
        std::optional<IdempotencyKey> key;
    };
    using Answer = Task<http::Response> (SendRoutes::*)(const Incoming&);

    http::Handler limited(std::optional<limits::DailyKind> kind, Answer answer);
    Task<http::Response> check_limits(const http::Request& request, const services::Caller& caller,
                                      std::optional<limits::DailyKind> kind, Answer answer);
    Task<http::Response> answer_within_day(const Incoming& incoming, std::optional<limits::DailyKind> kind,
                                           Answer answer);
    /// What was accepted under the request's key is answered again, whatever the limits say by now.
    Task<http::Response> answer_once(Incoming incoming, std::optional<limits::DailyKind> kind, Answer answer);
    Task<http::Response> send_sms(const Incoming& incoming);
    Task<http::Response> send_email(const Incoming& incoming);
    Task<http::Response> send_bulk(const Incoming& incoming);
    Task<http::Response> send_letter(const Incoming& incoming);
    Task<Drafted> draft_letter(const Incoming& incoming, LetterBody body);
    Task<http::Response> refuse_unknown_channel(const Incoming& incoming);
    Task<http::Response> take(const Incoming& incoming, Drafted drafted);
    Task<void> forget(std::string object);

    Parts parts_;
    KeysUnderWay keys_under_way_;
};

}  // namespace herald::notifications
