#pragma once

#include <variant>
#include <vector>

#include "antivirus/scanner.h"
#include "base/blocking_pool.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/metrics.h"
#include "db/store.h"
#include "documents/document_key.h"
#include "documents/file_rules.h"
#include "documents/media_types.h"
#include "http/message.h"
#include "objects/object_store.h"
#include "services/service.h"

namespace herald::documents {

/// Who the files of a message are for.
struct Recipient {
    std::string normalised_address;
    bool is_simulated = false;  ///< of smoke tests: nothing is stored, the links lead to a page that says so
};

/// Step 20 of contract public-api §2.4: checks the files of an email, stores them and gives the links that take their
/// place. Lives on the loop.
class Uploader {
public:
    struct Parts {
        db::Store& store;
        Loop& loop;
        const Clock& clock;
        IdSource& ids;
        objects::ObjectStore& objects;
        antivirus::Scanner* scanner;  ///< null: files are not looked at for viruses
        TypeDetector& detector;
        BlockingPool& pool;
        std::string links_base_url;  ///< without a trailing slash, as is the next
        std::string admin_base_url;
    };
    Uploader(Parts parts, Metrics& metrics);

    using Links = std::vector<std::string>;
    /// The links in the order of `files`, or the finished response of the first check that failed, in which case
    /// nothing was stored: all are checked before the first is. Each of `files` is one for which `is_file` holds, and
    /// what they look into must live until the task has ended. Throws db::StoreError, objects::ObjectStoreError,
    /// PoolBusy.
    Task<std::variant<Links, http::Response>> upload(services::ServicePtr service, std::vector<JsonValue> files,
                                                     Recipient recipient);

private:
    /// A file that has passed every check.
    struct Checked {
        FileRequest request;
        objects::Content content;
        const MediaType* type = nullptr;
    };
    Task<std::variant<Checked, http::Response>> check(const services::Service& service, FileRequest request);
    Task<std::optional<http::Response>> scan(const services::Service& service, objects::Content content);
    Task<std::string> keep(const services::Service& service, Checked file, const Recipient& recipient);

    Parts parts_;
    Metrics::Counter& stored_;
    Metrics::Counter& infected_;
};

}  // namespace herald::documents
