#pragma once

#include "base/blocking_pool.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "crypto/sealer.h"
#include "documents/pages.h"
#include "http/router.h"
#include "objects/object_store.h"
#include "services/directory.h"

namespace herald::documents {

/// What the links in emails lead to: `GET /d/{service}/{document}?key=` with the download or the question for the
/// recipient's address, `POST` with the answer, and `GET …/download?key=` with the file. Pages for people; no account,
/// no cookie, no script.
class DocumentRoutes {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        const crypto::Sealer& sealer;
        services::Directory& services;
        objects::ObjectStore& objects;
        BlockingPool& pool;
        std::string installation_name;
        std::string installation_colour;
    };
    DocumentRoutes(Parts parts, Metrics& metrics);

    void add_to(http::Router& router);

private:
    /// A document that may be shown to whoever has its link.
    struct Found {
        Document document;
        DocumentKey key;
        Sender sender;
        std::string path;   ///< of the link
        std::string query;  ///< `key=…`
    };
    using Looked = std::variant<Found, http::Response>;

    Task<http::Response> show(const http::Request& request);
    Task<http::Response> confirm(const http::Request& request);
    Task<http::Response> download(const http::Request& request);
    Task<http::Response> show_test_document(const http::Request& request);
    /// The page that says why not, when there is nothing to show.
    Task<Looked> look_up(const http::Request& request);
    http::Response offer(const Found& found) const;

    Parts parts_;
    Frame frame_;
    Metrics::Counter& downloads_;
};

}  // namespace herald::documents
