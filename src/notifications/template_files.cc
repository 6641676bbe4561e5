#include "notifications/template_files.h"

#include "base/json_writer.h"

namespace herald::notifications {
namespace {

documents::StoredFile stored(const services::Service& service, const templates::EmailFile& file) {
    return {templates::email_file_object_name(service.id, file.id),
            {file.filename, false, file.confirms_email, file.retention_weeks}};
}

}  // namespace

Task<std::variant<TemplateFiles, http::Response>> fetch_template_files(documents::Uploader& uploader,
                                                                       services::ServicePtr service,
                                                                       templates::TemplatePtr source) {
    std::vector<documents::StoredFile> wanted;
    for (const auto& file : source->files) wanted.push_back(stored(*service, file));
    auto fetched = co_await uploader.fetch(std::move(service), std::move(wanted));
    if (auto* refused = std::get_if<http::Response>(&fetched)) co_return std::move(*refused);
    TemplateFiles files{std::move(source), std::get<std::vector<documents::CheckedFile>>(std::move(fetched))};
    co_return files;
}

Task<FileLinks> keep_template_files(documents::Uploader& uploader, services::ServicePtr service,
                                    const TemplateFiles& files, documents::Recipient recipient) {
    FileLinks links;
    for (std::size_t i = 0; i < files.contents.size(); ++i) {
        const auto& file = files.source->files[i];
        const std::string link = co_await uploader.keep(service, files.contents[i], recipient);
        links.push_back({file.filename, file.link_text ? "[" + *file.link_text + "](" + link + ")" : link});
    }
    co_return links;
}

void add_links(Accepted& accepted, std::span<const FileLink> links) {
    std::string added;
    JsonWriter json(added);
    json.begin_object();
    for (const auto& link : links) {
        json.member(link.name, link.text);
        accepted.values.set(link.name, link.text);
    }
    json.end_object();
    std::string& stored = accepted.message.personalisation;
    if (stored.empty() || stored == "{}") stored = std::move(added);
    else stored.replace(stored.size() - 1, 1, "," + added.substr(1));
}

}  // namespace herald::notifications
