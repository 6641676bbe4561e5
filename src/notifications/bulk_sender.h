#pragma once

#include "http/router.h"
#include "limits/rate_limiter.h"
#include "notifications/letter_drafter.h"

namespace herald::notifications {

/// `POST /v2/notifications/bulk`, an addition to the contract: up to 10,000 messages of one template in one
/// request, as JSON `rows` or as `csv`. Each row is accepted or refused by itself, with the errors that a request
/// of its own would get; those accepted become durable in one transaction, or none does.
class BulkSender {
public:
    static constexpr std::size_t rows_max = 10'000;

    struct Parts {
        Loop& loop;
        const Clock& clock;
        templates::TemplateDirectory& templates;
        Drafter& drafter;
        LetterDrafter& letters;
        Intake& intake;
    };
    explicit BulkSender(Parts parts) : parts_(parts) {}

    /// 201 with `{"accepted": n, "refused": n, "results": […]}`, or 400 with the same when no row is accepted. A result
    /// is `{"row", "id", "reference"}` or `{"row", "status_code", "errors"}`; rows count from 0.
    Task<http::Response> answer(const http::Request& request, const services::Caller& caller,
                                std::optional<IdempotencyKey> key);

private:
    /// What a row has become: an id, or its refusal.
    struct Row {
        Uuid id;
        std::optional<std::string> reference;
        std::optional<std::size_t> submitted;  ///< its place in the submission; none when simulated or refused
        std::string refusal;                   ///< `"status_code":…,"errors":[…]`
    };
    struct Rows;

    /// What all rows of a request have in common.
    struct Shared {
        const http::Request& request;
        const services::Caller& caller;
        const SentId& template_id;
        Channel channel;
        const TemplateFiles* files;  ///< null: the template has none
    };

    Task<void> draft_rows(const Shared& shared, JsonValue array, Rows& rows);
    Task<Drafted> draft_row(const Shared& shared, JsonValue row);

    Parts parts_;
};

}  // namespace herald::notifications
