#pragma once

#include "notifications/drafter.h"
#include "objects/object_store.h"

namespace herald::notifications {

/// Makes letters out of valid requests: the rules of contract public-api §2.4 "Letters" in their order. A templated
/// letter waits as `created` for its PDF, a precompiled one as `pending-virus-check`; with a test key a templated one
/// counts as delivered at once (tasks.md §9.9).
class LetterDrafter {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        templates::TemplateDirectory& templates;
        IdSource& ids;
        const Clock& clock;
        objects::ObjectStore& objects;
    };
    explicit LetterDrafter(Parts parts) : parts_(parts) {}

    /// `request` gives the host that links of the answer begin with. All arguments live until the task has ended.
    Task<Drafted> templated(const http::Request& request, const services::Caller& caller, LetterRequest& letter);
    /// Stores the PDF as the last step: `Draft::stored_object`.
    Task<Drafted> precompiled(const services::Caller& caller, PrecompiledLetterRequest& letter);

private:
    Task<templates::TemplatePtr> precompiled_template(Uuid service_id);
    std::shared_ptr<Accepted> start(const services::Caller& caller, templates::TemplatePtr source) const;

    Parts parts_;
};

}  // namespace herald::notifications
