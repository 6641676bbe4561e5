#pragma once

#include "base/ids.h"
#include "documents/uploader.h"
#include "notifications/intake.h"
#include "notifications/personalisation_input.h"
#include "notifications/requests.h"
#include "services/authenticator.h"

namespace herald::notifications {

/// A message that has passed every check (contract public-api §2.4 steps 6 to 21) and may be accepted.
struct Draft {
    std::shared_ptr<Accepted> accepted;
    bool is_simulated = false;  ///< answered like any other, but neither stored nor sent (§5.7)
    std::string answer;         ///< the body of its 201 (§2.5)
    /// What has been put into the store of objects for it: to be removed if it is not accepted after all. Empty:
    /// nothing.
    std::string stored_object;
};
/// The response is the finished refusal of the first check that failed.
using Drafted = std::variant<Draft, http::Response>;

/// A message of `source` by this caller, with what all kinds have in common.
std::shared_ptr<Accepted> start_message(const services::Caller& caller, templates::TemplatePtr source, Channel channel,
                                        const Uuid& id, Timestamp now);

/// Makes text messages and emails out of valid requests: the business rules in the contract's order, and the rendering.
/// What a single request sends and what a row of many sends come out the same.
class Drafter {
public:
    struct Parts {
        templates::TemplateDirectory& templates;
        limits::DailyLimits& daily_limits;
        IdSource& ids;
        const Clock& clock;
        std::string email_domain;
        documents::Uploader& uploader;
    };
    explicit Drafter(Parts parts) : parts_(std::move(parts)) {}

    /// `request` gives the host that links of the answer begin with. All arguments live until the task has ended.
    Task<Drafted> sms(const http::Request& request, const services::Caller& caller, SmsRequest& sms);
    /// `files`: those of its template, when somebody has fetched them for many messages.
    Task<Drafted> email(const http::Request& request, const services::Caller& caller, EmailRequest& email,
                        const TemplateFiles* files = nullptr);
    /// What `email` takes; nothing when the template has no files or when they are refused, which every email says for
    /// itself.
    Task<std::optional<TemplateFiles>> fetch_files(const services::Caller& caller, templates::TemplatePtr source);

private:
    /// The links to this recipient's copies of the template's files (§2.6), or the refusal of the first that may not be
    /// sent.
    Task<std::variant<FileLinks, http::Response>> keep_template_files(const services::Caller& caller,
                                                                      const EmailRequest& email,
                                                                      templates::TemplatePtr source,
                                                                      const TemplateFiles* files);
    /// Step 20: stores the request's files and puts their links into the personalisation; the refusal of the first that
    /// may not be sent.
    Task<std::optional<http::Response>> attach_files(const services::Caller& caller, const EmailRequest& email,
                                                     const FileLinks& template_files,
                                                     PersonalisationInput& personalisation);
    std::shared_ptr<Accepted> start(const services::Caller& caller, templates::TemplatePtr source,
                                    Channel channel) const;

    Parts parts_;
};

}  // namespace herald::notifications
