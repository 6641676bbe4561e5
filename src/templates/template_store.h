#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "db/store.h"
#include "services/refusal.h"
#include "templates/stored_template.h"

namespace herald::templates {

using services::Refusal;

struct NewTemplate {
    Uuid service_id;
    TemplateType type = TemplateType::sms;
    std::string name;
    std::string content;
    std::optional<std::string> subject;
    std::optional<std::string> postage;  ///< letters; `second` when not given
    bool has_unsubscribe_link = false;
    std::optional<Uuid> created_by_id;
};

/// What is set changes; a change of nothing makes no new version.
struct TemplateChange {
    std::optional<std::string> name;
    std::optional<std::string> content;
    std::optional<std::string> subject;
    std::optional<bool> archived;
    std::optional<std::optional<Uuid>> letter_contact_id;  ///< the return address of a letter, or none
};

struct TemplateVersion {
    Uuid id;
    std::int64_t version = 0;
};

/// The rows of templates, inside the caller's transaction. Every version is also a row of `templates_history`, written
/// with it. A change bumps the service's `change_number`.
class TemplateStore {
public:
    TemplateStore(const Clock& clock, IdSource& ids) : clock_(clock), ids_(ids) {}

    /// Refused with the messages of content.md §1.1, §2.1 and §4.1.
    std::variant<TemplateVersion, Refusal> create(db::Transaction& tx, const NewTemplate& text) const;
    std::variant<TemplateVersion, Refusal> update(db::Transaction& tx, Uuid service_id, Uuid id,
                                                  const TemplateChange& change) const;

    /// The service's template of precompiled letters, made if it is not there. Throws StoreError without the service.
    TemplatePtr precompiled(db::Transaction& tx, Uuid service_id) const;

private:
    const Clock& clock_;
    IdSource& ids_;
};

/// A template with an id that is known beforehand, made if it is not there; whatever it has become since stays. `text`
/// holds to the rules of `create`. Throws StoreError without the service.
TemplatePtr ensure_template(db::Transaction& tx, Uuid id, const NewTemplate& text, Timestamp now);

/// The current version, archived and hidden ones included; null when the service has no such template.
TemplatePtr find_template(db::Transaction& tx, Uuid service_id, Uuid id);
/// The hidden template that letters belong to which came as PDFs (data-model §5): what makes them precompiled.
inline constexpr std::string_view precompiled_name = "Pre-compiled PDF";
bool is_precompiled(const StoredTemplate& stored);
/// Null until it was needed for the first time.
TemplatePtr find_precompiled(db::Transaction& tx, Uuid service_id);

/// The service whose template it is.
std::optional<Uuid> find_template_owner(db::Transaction& tx, Uuid id);
/// One version; null when there is none.
TemplatePtr find_template_version(db::Transaction& tx, Uuid service_id, Uuid id, std::int64_t version);
/// Neither archived nor hidden, by name, then type (public-api §3.4). Without their files.
std::vector<TemplatePtr> list_templates(db::Transaction& tx, Uuid service_id,
                                        std::optional<TemplateType> type = std::nullopt);

}  // namespace herald::templates
