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

/// A file that lies in the store of objects already, as the files of templates do.
struct StoredFile {
    std::string object_name;
    FileTerms terms;
};

/// A file that has passed every check.
struct CheckedFile {
    FileTerms terms;
    objects::Content content;
    const MediaType* type = nullptr;
};

/// Checks the files of an email, stores copies of them and gives the links that take their place: those of a request
/// (step 20 of contract public-api §2.4), and those of its template (§2.6). Lives on the loop.
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

    /// A template's files, read and looked at once for any number of messages; or the finished response: of a check
    /// that failed, or 500 when one is not there. Throws what `upload` throws.
    Task<std::variant<std::vector<CheckedFile>, http::Response>> fetch(services::ServicePtr service,
                                                                       std::vector<StoredFile> files);
    /// The same for one file.
    Task<std::variant<CheckedFile, http::Response>> check(services::ServicePtr service, FileTerms terms,
                                                          objects::Content content);
    /// Stores a copy for this recipient, simulated or not; its link.
    Task<std::string> keep(services::ServicePtr service, CheckedFile file, Recipient recipient);

private:
    Task<std::variant<CheckedFile, http::Response>> decode_and_check(services::ServicePtr service, FileRequest request);
    /// What is left of the checks for content that breaks no rule of its own.
    Task<std::variant<CheckedFile, http::Response>> look_into(services::ServicePtr service, FileTerms terms,
                                                              objects::Content content);
    Task<std::optional<http::Response>> scan(const services::Service& service, objects::Content content);

    Parts parts_;
    Metrics::Counter& stored_;
    Metrics::Counter& infected_;
};

}  // namespace herald::documents
