#pragma once

#include <memory>

#include "antivirus/scanner.h"
#include "base/blocking_pool.h"
#include "base/settings.h"
#include "documents/document_routes.h"
#include "documents/uploader.h"
#include "http/client.h"
#include "objects/object_store.h"

namespace herald::app {

/// Everything that has to do with files: where they lie, who looks for viruses in them, and how they get into emails.
/// The server and the command line put it together in the same way.
class Files {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        Metrics& metrics;
        http::Client& client;
    };
    /// Throws InstallationError when the settings about files cannot be followed.
    Files(const Settings& settings, const Parts& parts);
    ~Files();

    objects::ObjectStore& objects() { return *objects_; }
    BlockingPool& pool() { return pool_; }
    documents::Uploader& uploader() { return *uploader_; }

    /// The pages behind the links. The services and the sealer outlive this.
    void add_to(http::Router& router, services::Directory& services, const crypto::Sealer& sealer);
    /// Says what the settings mean for safety: who looks for viruses, and whether processes see each other's files.
    /// Blocking.
    void announce() const;

private:
    const Settings& settings_;
    const Parts parts_;
    BlockingPool pool_;
    std::unique_ptr<objects::ObjectStore> objects_;
    std::unique_ptr<antivirus::Scanner> scanner_;
    documents::TypeDetector detector_;
    std::unique_ptr<documents::Uploader> uploader_;
    std::unique_ptr<documents::DocumentRoutes> routes_;
};

}  // namespace herald::app
