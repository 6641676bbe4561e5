#include "notifications/letter_drafter.h"

#include "crypto/encoding.h"
#include "http/api_error.h"
#include "letters/print_file.h"
#include "notifications/send_checks.h"
#include "notifications/send_response.h"
#include "recipients/address_values.h"
#include "templates/template_store.h"

namespace herald::notifications {
namespace {

/// What stands for the recipient of a PDF until somebody has read its address.
constexpr std::string_view provided_as_pdf = "Provided as PDF";
constexpr std::string_view provided_as_pdf_search_text = "providedaspdf";
constexpr std::string_view provided_as_pdf_values = R"({"address_line_1":"Provided as PDF"})";

void set_address(Notification& message, const recipients::PostalAddress& address, letters::Postage by_template) {
    message.recipient = recipients::to_recipient(address);
    message.normalised_recipient = recipients::to_search_text(address);
    message.postage = letters::postage_for(address.country->zone, by_template);
    message.international = address.is_abroad();
}

}  // namespace

std::shared_ptr<Accepted> LetterDrafter::start(const services::Caller& caller, templates::TemplatePtr source) const {
    auto accepted =
        start_message(caller, std::move(source), Channel::letter, parts_.ids.next_ordered(), parts_.clock.now());
    accepted->message.reference = letters::make_reference(parts_.ids.next_random());
    return accepted;
}

Task<Drafted> LetterDrafter::templated(const http::Request& request, const services::Caller& caller,
                                       LetterRequest& letter) {
    const services::Service& service = *caller.service;
    if (auto refused = check_channel(service, Channel::letter)) co_return std::move(*refused);
    if (letter.template_id.is_urn()) co_return http::v2_unrepresentable_id();
    auto source = co_await parts_.templates.find(service.id, letter.template_id.id);
    if (auto refused = check_template(source.get(), Channel::letter)) co_return std::move(*refused);

    auto personalisation = read_personalisation(letter.personalisation, {});
    if (auto refused = check_qr_codes(*source, personalisation.values)) co_return std::move(*refused);
    if (auto refused = check_placeholders(*source, personalisation.values)) co_return std::move(*refused);
    if (content::is_empty_email(source->parsed, personalisation.values))
        co_return http::bad_request(content::empty_message);
    if (!personalisation.files.empty()) co_return http::bad_request("Can only send a file by email");

    if (auto refused = check_may_post(service, caller.key->type)) co_return std::move(*refused);
    const auto input = recipients::address_input(letter.personalisation);
    const auto address = recipients::read_postal_address(recipients::to_block(input));
    if (auto refused = check_address(service, address)) co_return std::move(*refused);

    Draft draft;
    draft.accepted = start(caller, source);
    Notification& message = draft.accepted->message;
    message.client_reference = std::move(letter.reference);
    set_address(message, address,
                letters::parse_postage(source->postage.value_or("")).value_or(letters::default_postage));
    message.reply_to_text = source->letter_contact_block;
    message.scheduled_for = letter.scheduled_for;
    message.personalisation = std::move(personalisation.json);
    if (message.key_type == KeyType::test) {
        message.status = Status::delivered;
        message.updated_at = message.created_at;
    }
    draft.answer = letter_created_json(request, *draft.accepted,
                                       content::render_email_title(source->parsed, personalisation.values),
                                       content::render_email_source(source->parsed, personalisation.values));
    draft.accepted->values = std::move(personalisation.values);
    co_return draft;
}

Task<templates::TemplatePtr> LetterDrafter::precompiled_template(Uuid service_id) {
    auto known = co_await parts_.store.read(
        parts_.loop, [&](db::Transaction& tx) { return templates::find_precompiled(tx, service_id); });
    if (known) co_return known;
    const templates::TemplateStore all(parts_.clock, parts_.ids);
    auto made =
        co_await parts_.store.write(parts_.loop, [&](db::Transaction& tx) { return all.precompiled(tx, service_id); });
    co_return made;
}

Task<Drafted> LetterDrafter::precompiled(const services::Caller& caller, PrecompiledLetterRequest& letter) {
    const services::Service& service = *caller.service;
    if (auto refused = check_channel(service, Channel::letter)) co_return std::move(*refused);
    if (auto refused = check_may_post(service, caller.key->type)) co_return std::move(*refused);
    auto pdf = crypto::base64_decode_leniently(letter.content);
    if (!pdf) co_return http::bad_request("Cannot decode letter content (invalid base64 encoding)");

    auto source = co_await precompiled_template(service.id);
    Draft draft;
    draft.accepted = start(caller, std::move(source));
    Notification& message = draft.accepted->message;
    message.status = Status::pending_virus_check;
    message.client_reference = std::move(letter.reference);
    message.recipient = provided_as_pdf;
    message.normalised_recipient = provided_as_pdf_search_text;
    message.personalisation = provided_as_pdf_values;
    message.postage = letter.postage;
    message.scheduled_for = letter.scheduled_for;
    draft.answer = precompiled_letter_created_json(message);

    // The PDF before the row: a letter that is known has its PDF (tasks.md §9.4).
    draft.stored_object = letters::scan_object({*message.reference, message.created_at, letter.postage});
    co_await parts_.objects.put(draft.stored_object, std::make_shared<const std::string>(std::move(*pdf)));
    co_return draft;
}

}  // namespace herald::notifications
