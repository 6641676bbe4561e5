#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/uuid.h"
#include "content/email.h"
#include "services/channel.h"
#include "templates/email_file.h"

namespace herald::templates {

/// A template is for one channel.
using TemplateType = services::Channel;

/// One version of a template (data-model §5), as it is stored and parsed. Immutable.
struct StoredTemplate {
    Uuid id;
    Uuid service_id;
    TemplateType type = TemplateType::sms;
    std::string name;
    std::string content;
    std::optional<std::string> subject;  ///< emails and letters
    std::optional<std::string> postage;  ///< letters
    bool archived = false;
    bool hidden = false;
    bool has_unsubscribe_link = false;
    std::int64_t version = 1;
    std::string created_by;  ///< email address; empty when nobody is known
    Timestamp created_at;
    std::optional<Timestamp> updated_at;
    std::optional<Uuid> letter_contact_id;            ///< letters
    std::optional<std::string> letter_contact_block;  ///< the return address as it is now
    content::Template letter_contact;                 ///< parsed
    std::vector<EmailFile> files;                     ///< emails: what every message carries

    /// `parsed.body` for every type, both subjects for those that have one, `parsed.body_html` for emails and letters.
    content::EmailTemplate parsed;

    /// Distinct names: those of a letter's return address first, then those of the subject (content.md §1.2, public-api
    /// §2.4 step 12).
    std::vector<std::string> placeholders() const {
        return content::placeholders({&letter_contact, &parsed.subject, &parsed.body});
    }
    /// Those that nobody has to give a value for: a file's link takes the place of any.
    std::vector<std::string> placeholders_to_fill() const;
};

using TemplatePtr = std::shared_ptr<const StoredTemplate>;

}  // namespace herald::templates
