#pragma once

#include <span>

#include "documents/uploader.h"
#include "notifications/intake.h"
#include "templates/stored_template.h"

/// The files that a template owns, on their way into its messages (contract public-api §2.6).
namespace herald::notifications {

/// What the message says where the template names the file: a link to the recipient's copy.
struct FileLink {
    std::string name;
    std::string text;
};
using FileLinks = std::vector<FileLink>;

/// A template's files, ready for any number of messages.
struct TemplateFiles {
    templates::TemplatePtr source;
    std::vector<documents::CheckedFile> contents;  ///< in the order of `source->files`
};

/// Or the finished response when one of them may not be sent or is not there. Throws what Uploader::upload throws.
Task<std::variant<TemplateFiles, http::Response>> fetch_template_files(documents::Uploader& uploader,
                                                                       services::ServicePtr service,
                                                                       templates::TemplatePtr source);
/// Stores this recipient's copies. `files` lives until the task has ended.
Task<FileLinks> keep_template_files(documents::Uploader& uploader, services::ServicePtr service,
                                    const TemplateFiles& files, documents::Recipient recipient);

/// Puts the links into the personalisation of a message that has no values of these names.
void add_links(Accepted& accepted, std::span<const FileLink> links);

}  // namespace herald::notifications
