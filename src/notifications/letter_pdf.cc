#include "notifications/letter_pdf.h"

#include "http/api_error.h"
#include "letters/print_file.h"
#include "notifications/requests.h"

namespace herald::notifications {
namespace {

http::Response not_ready() {
    return http::v2_error(400, "PDFNotReadyError", "PDF not available yet, try again later");
}

}  // namespace

std::string pdf_object(const Notification& letter) {
    const letters::PrintFile file{letter.reference.value_or(""), letter.created_at,
                                  letter.postage.value_or(letters::default_postage)};
    if (letter.status == Status::validation_failed) return letters::invalid_object(file);
    return letter.key_type == KeyType::test ? letters::test_object(file) : letters::print_object(file);
}

std::optional<http::Response> refuse_pdf(const Notification& message) {
    if (message.channel != Channel::letter) return http::bad_request("Notification is not a letter");
    switch (message.status) {
        case Status::virus_scan_failed:
            return http::bad_request("File did not pass the virus scan");
        case Status::technical_failure:
            return http::bad_request("PDF not available for letters in status technical-failure");
        case Status::pending_virus_check:
            return not_ready();
        default:
            return std::nullopt;
    }
}

void LetterPdfRoute::add_to(http::Router& router) {
    router.add(http::Method::get, "/v2/notifications/{notification_id}/pdf",
               services::for_callers(parts_.authenticator, this, &LetterPdfRoute::get));
}

Task<http::Response> LetterPdfRoute::get(const http::Request& request, const services::Caller& caller) {
    auto parsed = parse_notification_id(request.params[0]);
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    const Lookup wanted{caller.service->id, std::get<Uuid>(parsed)};
    const auto letter = co_await parts_.lookups.find(wanted);
    if (!letter) co_return http::v2_not_found();
    if (auto refused = refuse_pdf(*letter)) co_return std::move(*refused);
    auto pdf = co_await parts_.objects.get(pdf_object(*letter));
    if (!pdf) co_return not_ready();
    http::Response response{200, std::move(*pdf)};
    response.content_type = "application/pdf";
    co_return response;
}

}  // namespace herald::notifications
