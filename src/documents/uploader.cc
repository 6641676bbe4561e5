#include "documents/uploader.h"

#include "base/log.h"
#include "documents/document_store.h"
#include "http/api_error.h"

namespace herald::documents {
namespace {

constexpr auto week = std::chrono::hours(7 * 24);

http::Response internal_error() {
    return http::v2_error(500, "Exception", "Internal server error");
}

std::variant<std::vector<FileRequest>, http::Response> read_all(const std::vector<JsonValue>& files) {
    std::vector<FileRequest> requests;
    for (const auto& file : files) {
        auto read = read_file(file);
        if (const auto* wrong = std::get_if<std::vector<std::string>>(&read)) return http::validation_errors(*wrong);
        requests.push_back(std::get<FileRequest>(std::move(read)));
    }
    return requests;
}

}  // namespace

Uploader::Uploader(Parts parts, Metrics& metrics)
    : parts_(std::move(parts)),
      stored_(metrics.counter("herald_documents_stored_total", "Files sent by email that were stored")),
      infected_(metrics.counter("herald_documents_infected_total", "Files that did not pass the virus scan")) {}

Task<std::variant<Uploader::Links, http::Response>> Uploader::upload(services::ServicePtr service,
                                                                     std::vector<JsonValue> files,
                                                                     Recipient recipient) {
    auto read = read_all(files);
    if (auto* invalid = std::get_if<http::Response>(&read)) co_return std::move(*invalid);
    auto& requests = std::get<std::vector<FileRequest>>(read);
    if (!service->contact_link || service->contact_link->empty())
        co_return http::bad_request(contact_details_missing_message(parts_.admin_base_url, service->id.to_string()));
    if (recipient.is_simulated)
        co_return Links(requests.size(), test_document_link(parts_.links_base_url, service->id));

    std::vector<CheckedFile> checked;
    for (auto& request : requests) {
        auto result = co_await decode_and_check(service, std::move(request));
        if (auto* refused = std::get_if<http::Response>(&result)) co_return std::move(*refused);
        checked.push_back(std::get<CheckedFile>(std::move(result)));
    }
    Links links;
    for (auto& file : checked) {
        std::string link = co_await keep(service, std::move(file), recipient);
        links.push_back(std::move(link));
    }
    co_return links;
}

Task<std::variant<std::vector<CheckedFile>, http::Response>> Uploader::fetch(services::ServicePtr service,
                                                                             std::vector<StoredFile> files) {
    std::vector<CheckedFile> fetched;
    for (auto& file : files) {
        auto content = co_await parts_.objects.get(file.object_name);
        if (!content) {
            log::error("template_file_missing", "A file of a template is not in the store of objects",
                       {{"service_id", service->id}, {"object", file.object_name}});
            co_return internal_error();
        }
        const auto shared = std::make_shared<const std::string>(std::move(*content));
        auto result = co_await check(service, std::move(file.terms), shared);
        if (auto* refused = std::get_if<http::Response>(&result)) co_return std::move(*refused);
        fetched.push_back(std::get<CheckedFile>(std::move(result)));
    }
    co_return fetched;
}

Task<std::variant<CheckedFile, http::Response>> Uploader::decode_and_check(services::ServicePtr service,
                                                                           FileRequest request) {
    auto decoded = co_await parts_.pool.run(parts_.loop, [&] { return decode_file(request); });
    if (const auto* message = std::get_if<std::string>(&decoded)) co_return http::bad_request(*message);
    const auto content = std::make_shared<const std::string>(std::move(std::get<Decoded>(decoded).content));
    FileTerms terms = std::move(request);
    co_return co_await look_into(std::move(service), std::move(terms), content);
}

Task<std::variant<CheckedFile, http::Response>> Uploader::check(services::ServicePtr service, FileTerms terms,
                                                                objects::Content content) {
    if (auto problem = content_problem(terms.filename, *content)) co_return http::bad_request(*problem);
    co_return co_await look_into(std::move(service), std::move(terms), std::move(content));
}

Task<std::variant<CheckedFile, http::Response>> Uploader::look_into(services::ServicePtr service, FileTerms terms,
                                                                    objects::Content content) {
    if (parts_.scanner != nullptr) {
        auto refused = co_await scan(*service, content);
        if (refused) co_return std::move(*refused);
    }
    const std::string detected =
        co_await parts_.pool.run(parts_.loop, [&] { return parts_.detector.detect(*content); });
    const auto type = decide_media_type(detected, terms.filename, terms.is_csv);
    if (const auto* message = std::get_if<std::string>(&type)) co_return http::bad_request(*message);
    co_return CheckedFile{std::move(terms), content, std::get<const MediaType*>(type)};
}

Task<std::optional<http::Response>> Uploader::scan(const services::Service& service, objects::Content content) {
    using Verdict = antivirus::ScanResult::Verdict;
    const auto result = co_await parts_.scanner->scan(std::move(content));
    if (result.verdict == Verdict::clean) co_return std::nullopt;
    if (result.verdict == Verdict::infected) {
        infected_.add();
        log::warning("virus_found", "A file that was to be sent by email has a virus and was refused",
                     {{"service_id", service.id}, {"signature", result.detail}});
        co_return http::bad_request(infected_message);
    }
    log::error("virus_scan_unavailable", "A file could not be looked at for viruses, so it was not taken",
               {{"service_id", service.id}, {"error", result.detail}});
    co_return internal_error();
}

Task<std::string> Uploader::keep(services::ServicePtr service, CheckedFile file, Recipient recipient) {
    const auto key = DocumentKey::random();
    Document document;
    document.id = parts_.ids.next_random();
    document.service_id = service->id;
    document.created_at = parts_.clock.now();
    document.available_until = document.created_at + file.terms.retention_weeks * week;
    document.details = {
        file.terms.filename, std::string(file.type->name), std::string(file.type->extension), file.content->size(), {}};
    if (file.terms.confirms_email) document.details.recipient_digest = key.digest_of(recipient.normalised_address);

    // The row comes first: a row without an object is cleared away when it expires, an object without a row never.
    co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) { insert_document(tx, document, key); });
    const auto sealed = co_await parts_.pool.run(parts_.loop, [&] {
        return std::make_shared<const std::string>(key.seal(*file.content, document.id, "content"));
    });
    co_await parts_.objects.put(document_object_name(service->id, document.id), sealed);
    stored_.add();
    co_return document_link(parts_.links_base_url, service->id, document.id, key);
}

}  // namespace herald::documents
