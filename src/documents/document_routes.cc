#include "documents/document_routes.h"

#include "base/log.h"
#include "crypto/encoding.h"
#include "documents/confirmation.h"
#include "recipients/email_address.h"

namespace herald::documents {
namespace {

std::string value_of(const http::Pairs& pairs, std::string_view name) {
    for (const auto& [key, value] : pairs)
        if (key == name) return value;
    return {};
}

http::Handler handled_by(DocumentRoutes* routes, Task<http::Response> (DocumentRoutes::*answer)(const http::Request&)) {
    return [routes, answer](const http::Request& request) { return (routes->*answer)(request); };
}

http::Response redirect(const std::string& to) {
    return {303, {}, "text/plain; charset=utf-8", {{"Location", to}, {"Referrer-Policy", "no-referrer"}}};
}

http::Response file_response(const Document& document, std::string content) {
    const auto& details = document.details;
    const std::string name = details.filename.empty() ? "document." + details.extension : details.filename;
    return {200,
            std::move(content),
            details.media_type,
            // A file of a stranger's is saved, never shown as a part of this site.
            {{"Content-Disposition", attachment_header(name)},
             {"Content-Security-Policy", "default-src 'none'; sandbox"},
             {"X-Robots-Tag", "noindex, nofollow"},
             {"Referrer-Policy", "no-referrer"}}};
}

}  // namespace

DocumentRoutes::DocumentRoutes(Parts parts, Metrics& metrics)
    : parts_(std::move(parts)),
      frame_(parts_.installation_name, parts_.installation_colour),
      downloads_(metrics.counter("herald_documents_downloaded_total", "Files sent by email that were downloaded")) {}

void DocumentRoutes::add_to(http::Router& router) {
    using http::Method;
    router.add(Method::get, "/d/{service}/{document}", handled_by(this, &DocumentRoutes::show));
    router.add(Method::post, "/d/{service}/{document}", handled_by(this, &DocumentRoutes::confirm));
    router.add(Method::get, "/d/{service}/{document}/download", handled_by(this, &DocumentRoutes::download));
    router.add(Method::get, "/services/{service:uuid}/documents/test-document",
               handled_by(this, &DocumentRoutes::show_test_document));
}

Task<DocumentRoutes::Looked> DocumentRoutes::look_up(const http::Request& request) {
    const auto service_id = parse_link_id(request.params[0]);
    if (!service_id) co_return not_found_page(frame_, std::nullopt);
    const auto service = co_await parts_.services.find(*service_id);
    if (!service) co_return not_found_page(frame_, std::nullopt);
    const Sender sender{service->name, service->contact_link.value_or("")};
    const auto id = parse_link_id(request.params[1]);
    auto key = DocumentKey::parse(value_of(http::parse_form(request.query), "key"));
    if (!id || !key) co_return not_found_page(frame_, sender);
    auto document = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return find_document(tx, *service_id, *id, *key); });
    if (!document) co_return not_found_page(frame_, sender);
    if (document->available_until <= parts_.clock.now())
        co_return expired_page(frame_, sender, document->available_until);
    const std::string query = "key=" + key->to_text();
    co_return Found{std::move(*document), std::move(*key), sender, document_path(*service_id, *id), query};
}

http::Response DocumentRoutes::offer(const Found& found) const {
    std::string url = found.path + "/download?" + found.query;
    if (!found.document.details.recipient_digest.empty())
        url += "&confirmed=" + make_confirmation(parts_.sealer, found.document.id, parts_.clock.now());
    return download_page(frame_, found.sender, found.document, url);
}

Task<http::Response> DocumentRoutes::show(const http::Request& request) {
    auto looked = co_await look_up(request);
    if (auto* page = std::get_if<http::Response>(&looked)) co_return std::move(*page);
    const auto& found = std::get<Found>(looked);
    if (found.document.details.recipient_digest.empty()) co_return offer(found);
    co_return address_page(frame_, found.sender, found.path + "?" + found.query, AddressProblem::none, {});
}

Task<http::Response> DocumentRoutes::confirm(const http::Request& request) {
    auto looked = co_await look_up(request);
    if (auto* page = std::get_if<http::Response>(&looked)) co_return std::move(*page);
    const auto& found = std::get<Found>(looked);
    if (found.document.details.recipient_digest.empty()) co_return offer(found);
    const std::string action = found.path + "?" + found.query;
    const std::string typed = value_of(http::parse_form(request.body), "email_address");
    const auto address = recipients::parse_email_address(typed);
    if (!address) co_return address_page(frame_, found.sender, action, AddressProblem::not_an_address, typed);

    const auto wait = co_await parts_.store.write(
        parts_.loop, [&](db::Transaction& tx) { return count_attempt(tx, found.document.id, parts_.clock.now()); });
    if (wait) co_return too_many_attempts_page(frame_, found.sender, *wait);
    const bool is_theirs = crypto::equal_in_constant_time(found.key.digest_of(address->normalised),
                                                          found.document.details.recipient_digest);
    if (!is_theirs) co_return address_page(frame_, found.sender, action, AddressProblem::not_the_recipient, typed);
    co_return offer(found);
}

Task<http::Response> DocumentRoutes::download(const http::Request& request) {
    auto looked = co_await look_up(request);
    if (auto* page = std::get_if<http::Response>(&looked)) co_return std::move(*page);
    const auto& found = std::get<Found>(looked);
    const Document& document = found.document;
    const std::string confirmation = value_of(http::parse_form(request.query), "confirmed");
    const bool may_have = document.details.recipient_digest.empty() ||
                          is_confirmed(parts_.sealer, document.id, confirmation, parts_.clock.now());
    if (!may_have) co_return redirect(found.path + "?" + found.query);

    const auto sealed = co_await parts_.objects.get(document_object_name(document.service_id, document.id));
    if (!sealed) {
        log::error("object_not_there", "The object of a document that has not expired is missing",
                   {{"object", document_object_name(document.service_id, document.id)}});
        co_return not_found_page(frame_, found.sender);
    }
    auto content =
        co_await parts_.pool.run(parts_.loop, [&] { return found.key.open(*sealed, document.id, "content"); });
    if (!content) throw objects::ObjectStoreError("the object of a document is not what was stored");
    downloads_.add();
    co_return file_response(document, std::move(*content));
}

Task<http::Response> DocumentRoutes::show_test_document(const http::Request&) {
    co_return test_document_page(frame_);
}

}  // namespace herald::documents
