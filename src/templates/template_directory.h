#pragma once

#include <memory>

#include "base/loop.h"
#include "base/task.h"
#include "db/store.h"
#include "services/directory.h"
#include "templates/stored_template.h"

namespace herald::templates {

/// Templates by id, at most 2 seconds old (public-api §1.3): a cached one holds as long as the change number of its
/// service, as the services' directory knows it, is the one it was read under. Lives on the loop.
class TemplateDirectory {
public:
    struct Limits {
        std::size_t current_max = 50'000;   ///< templates kept, all services together
        std::size_t versions_max = 10'000;  ///< versions kept, least recently used go first
    };

    TemplateDirectory(db::Store& store, Loop& loop, services::Directory& services, Limits limits);
    TemplateDirectory(db::Store& store, Loop& loop, services::Directory& services);
    ~TemplateDirectory();

    /// The current version; null when the service has no such template. Archived and hidden ones are found.
    Task<TemplatePtr> find(Uuid service_id, Uuid template_id);
    /// One version, which never changes: for rendering what was accepted under it. Null when there is none. Only its
    /// files may have changed since it was read: they can be published without a new version.
    Task<TemplatePtr> find_version(Uuid service_id, Uuid template_id, std::int64_t version);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace herald::templates
