#include "notifications/send_routes.h"

#include "base/text.h"
#include "http/api_error.h"
#include "notifications/personalisation_input.h"
#include "notifications/send_checks.h"
#include "notifications/send_response.h"

namespace herald::notifications {
namespace {

/// A `urn:uuid:…` is a valid id that no row can have (contract public-api §0).
http::Response unrepresentable_id() {
    return http::v2_error(404, "DataError", "No result found");
}

http::Response unknown_sender(std::string_view property, const SentId& id, const services::Service& service) {
    return http::bad_request(std::string(property) + " " + id.text + " does not exist in database for service id " +
                             service.id.to_string());
}

}  // namespace

void SendRoutes::add_to(http::Router& router) {
    using http::Method;
    router.add(Method::post, "/v2/notifications/sms",
               services::for_callers(parts_.authenticator, this, &SendRoutes::send_sms));
    router.add(Method::post, "/v2/notifications/email",
               services::for_callers(parts_.authenticator, this, &SendRoutes::send_email));
    router.add(Method::post, "/v2/notifications/letter",
               services::for_callers(parts_.authenticator, this, &SendRoutes::refuse_letter));
    router.add(Method::post, "/v2/notifications/{channel}",
               services::for_callers(parts_.authenticator, this, &SendRoutes::refuse_unknown_channel));
}

std::shared_ptr<Accepted> SendRoutes::draft(const services::Caller& caller, templates::TemplatePtr source,
                                            Channel channel) const {
    auto accepted = std::make_shared<Accepted>();
    Notification& message = accepted->message;
    message.id = parts_.ids.next_ordered();
    message.service_id = caller.service->id;
    message.template_id = source->id;
    message.template_version = source->version;
    message.api_key_id = caller.key->id;
    message.key_type = caller.key->type;
    message.channel = channel;
    message.created_at = parts_.clock.now();
    accepted->service = caller.service;
    accepted->source = std::move(source);
    return accepted;
}

Task<http::Response> SendRoutes::send_sms(const http::Request& request, const services::Caller& caller) {
    const services::Service& service = *caller.service;

    auto parsed = parse_sms_request(request.body, parts_.clock.now());
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    auto& sms = std::get<SmsRequest>(parsed);
    if (auto refused = check_channel(service, Channel::sms)) co_return std::move(*refused);
    if (sms.template_id.is_urn()) co_return unrepresentable_id();
    auto source = co_await parts_.templates.find(service.id, sms.template_id.id);
    if (auto refused = check_template(source.get(), Channel::sms)) co_return std::move(*refused);

    auto personalisation = read_personalisation(sms.personalisation, {});
    if (auto refused = check_placeholders(*source, personalisation.values)) co_return std::move(*refused);
    const auto rendered = content::render_sms(source->parsed.body, personalisation.values);
    if (rendered.is_empty()) co_return http::bad_request(content::empty_message);
    if (personalisation.has_file) co_return http::bad_request("Can only send a file by email");

    const services::SmsSender* sender = service.default_sms_sender();
    if (sms.sms_sender_id) {
        const auto wanted = std::find_if(service.sms_senders.begin(), service.sms_senders.end(),
                                         [&](const auto& one) { return one.id == sms.sms_sender_id->id; });
        if (wanted == service.sms_senders.end()) co_return unknown_sender("sms_sender_id", *sms.sms_sender_id, service);
        sender = &*wanted;
    }
    const auto& number = sms.phone_number;
    if (auto refused = check_recipient(service, caller.key->type, number.normalised)) co_return std::move(*refused);
    if (auto refused = check_number(service, number)) co_return std::move(*refused);
    if (rendered.is_too_long())
        co_return http::bad_request(content::sms_too_long_message(rendered.characters_without_prefix));

    auto accepted = draft(caller, std::move(source), Channel::sms);
    Notification& message = accepted->message;
    message.client_reference = std::move(sms.reference);
    message.recipient = text::strip(sms.recipient);
    message.normalised_recipient = number.normalised;
    message.international = number.international;
    message.phone_prefix = number.country_prefix;
    message.rate_multiplier = number.rate_multiplier;
    if (sender != nullptr) message.reply_to_text = sender->text;
    message.personalisation = std::move(personalisation.json);
    accepted->values = std::move(personalisation.values);
    const bool simulated = is_simulated_sms(number.normalised);
    std::string body = sms_created_json(request, *accepted, rendered.text);
    co_return co_await take(std::move(accepted), simulated, std::move(body));
}

Task<http::Response> SendRoutes::send_email(const http::Request& request, const services::Caller& caller) {
    const services::Service& service = *caller.service;

    auto parsed = parse_email_request(request.body, parts_.clock.now());
    if (auto* invalid = std::get_if<http::Response>(&parsed)) co_return std::move(*invalid);
    auto& email = std::get<EmailRequest>(parsed);
    if (auto refused = check_channel(service, Channel::email)) co_return std::move(*refused);
    auto personalisation = read_personalisation(email.personalisation, email.sanitise_content_for);
    if (email.template_id.is_urn()) co_return unrepresentable_id();
    auto source = co_await parts_.templates.find(service.id, email.template_id.id);
    if (auto refused = check_template(source.get(), Channel::email)) co_return std::move(*refused);

    if (auto refused = check_placeholders(*source, personalisation.values)) co_return std::move(*refused);
    if (content::is_empty_email(source->parsed, personalisation.values))
        co_return http::bad_request(content::empty_message);

    const services::ReplyTo* reply_to = service.default_reply_to();
    if (email.email_reply_to_id) {
        const auto wanted = std::find_if(service.reply_tos.begin(), service.reply_tos.end(),
                                         [&](const auto& one) { return one.id == email.email_reply_to_id->id; });
        if (wanted == service.reply_tos.end())
            co_return unknown_sender("email_reply_to_id", *email.email_reply_to_id, service);
        reply_to = &*wanted;
    }
    const auto& address = email.email_address;
    if (auto refused = check_recipient(service, caller.key->type, address.normalised)) co_return std::move(*refused);
    if (personalisation.has_file)
        co_return http::v2_error(501, "NotImplementedError", "Files by email are not available yet");
    const std::string subject = content::render_email_subject(source->parsed, personalisation.values);
    const std::string text = content::render_email_source(source->parsed, personalisation.values);
    if (text.size() > content::email_bytes_max)
        co_return http::bad_request(content::email_too_long_message(text.size()));

    auto accepted = draft(caller, std::move(source), Channel::email);
    Notification& message = accepted->message;
    message.client_reference = std::move(email.reference);
    message.recipient = address.address;
    message.normalised_recipient = address.normalised;
    if (reply_to != nullptr) message.reply_to_text = reply_to->email_address;
    message.unsubscribe_link = std::move(email.one_click_unsubscribe_url);
    message.personalisation = std::move(personalisation.json);
    accepted->values = std::move(personalisation.values);
    const bool simulated = is_simulated_email(address.normalised);
    std::string body =
        email_created_json(request, *accepted, subject, text, parts_.email_domain, personalisation.sanitised);
    co_return co_await take(std::move(accepted), simulated, std::move(body));
}

Task<http::Response> SendRoutes::take(std::shared_ptr<Accepted> accepted, bool simulated, std::string body) {
    if (!simulated) co_await parts_.intake.accept(std::move(accepted));
    http::Response created{201, std::move(body)};
    co_return created;
}

Task<http::Response> SendRoutes::refuse_letter(const http::Request&, const services::Caller&) {
    co_return http::v2_error(501, "NotImplementedError", "Letters are not available yet");
}

Task<http::Response> SendRoutes::refuse_unknown_channel(const http::Request&, const services::Caller&) {
    co_return http::server_error(404, {});
}

}  // namespace herald::notifications
