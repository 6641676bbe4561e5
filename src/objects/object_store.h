#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/task.h"

namespace herald::objects {

/// The store of objects could not do what it was asked. The one failure at this boundary, whatever lies behind it: that
/// an object is not there is no failure but an answer (S-017). The message names no secrets and may be logged.
class ObjectStoreError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Shared, because an object goes to threads of a pool and to the HTTP client and is large.
using Content = std::shared_ptr<const std::string>;

/// What stands beside an object, such as `original_file_name`: names of lower-case letters, digits, `-` and `_`, values
/// of printable ASCII (see `is_metadata`), since S3 carries both in headers.
using Metadata = std::map<std::string, std::string, std::less<>>;

struct ObjectHead {
    std::uint64_t size = 0;  ///< bytes
    Metadata metadata;
};

/// Files too large for the database: documents, spreadsheets, PDFs. Names are such as `documents/<service>/<id>`, see
/// `is_object_name`; any other name throws std::invalid_argument. To be called on the loop, where the coroutines
/// resume.
class ObjectStore {
public:
    virtual ~ObjectStore() = default;

    /// Stores it, whole and durable when this returns; one of that name is replaced at once, never seen half written.
    /// Metadata that is none throws std::invalid_argument.
    virtual Task<void> put(std::string name, Content content, Metadata metadata = {}) = 0;
    /// Nothing when there is no such object.
    virtual Task<std::optional<std::string>> get(std::string name) = 0;
    /// Nothing when there is no such object.
    virtual Task<std::optional<ObjectHead>> head(std::string name) = 0;
    /// False when there was no such object.
    virtual Task<bool> remove(std::string name) = 0;
};

/// One or more segments of ASCII letters, digits, `-`, `_` and `.` between slashes, none of which starts with a full
/// stop; at most 512 characters.
bool is_object_name(std::string_view name);
/// Whether every store can keep it.
bool is_metadata(const Metadata& metadata);

}  // namespace herald::objects
