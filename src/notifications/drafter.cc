#include "notifications/drafter.h"

#include "base/text.h"
#include "http/api_error.h"
#include "notifications/limit_answers.h"
#include "notifications/personalisation_input.h"
#include "notifications/send_checks.h"
#include "notifications/send_response.h"
#include "services/find_by_id.h"

namespace herald::notifications {
namespace {

http::Response unknown_sender(std::string_view property, const SentId& id, const services::Service& service) {
    return http::bad_request(std::string(property) + " " + id.text + " does not exist in database for service id " +
                             service.id.to_string());
}

/// Step 15: the one that the request names, else the default one, which may be missing.
template <class T>
std::variant<const T*, http::Response> choose_sender(const std::vector<T>& all, const T* by_default,
                                                     const std::optional<SentId>& wanted, std::string_view property,
                                                     const services::Service& service) {
    if (!wanted) return by_default;
    if (wanted->is_urn()) return http::v2_unrepresentable_id();
    if (const T* found = services::find_by_id(all, wanted->id)) return found;
    return unknown_sender(property, *wanted, service);
}

}  // namespace

std::shared_ptr<Accepted> start_message(const services::Caller& caller, templates::TemplatePtr source, Channel channel,
                                        const Uuid& id, Timestamp now) {
    auto accepted = std::make_shared<Accepted>();
    Notification& message = accepted->message;
    message.id = id;
    message.service_id = caller.service->id;
    message.template_id = source->id;
    message.template_version = source->version;
    message.api_key_id = caller.key->id;
    message.key_type = caller.key->type;
    message.channel = channel;
    message.created_at = now;
    accepted->service = caller.service;
    accepted->source = std::move(source);
    return accepted;
}

std::shared_ptr<Accepted> Drafter::start(const services::Caller& caller, templates::TemplatePtr source,
                                         Channel channel) const {
    return start_message(caller, std::move(source), channel, parts_.ids.next_ordered(), parts_.clock.now());
}

Task<Drafted> Drafter::sms(const http::Request& request, const services::Caller& caller, SmsRequest& sms) {
    const services::Service& service = *caller.service;
    if (auto refused = check_channel(service, Channel::sms)) co_return std::move(*refused);
    if (sms.template_id.is_urn()) co_return http::v2_unrepresentable_id();
    auto source = co_await parts_.templates.find(service.id, sms.template_id.id);
    if (auto refused = check_template(source.get(), Channel::sms)) co_return std::move(*refused);

    auto personalisation = read_personalisation(sms.personalisation, {});
    if (auto refused = check_placeholders(*source, personalisation.values)) co_return std::move(*refused);
    const auto rendered = content::render_sms(source->parsed.body, personalisation.values);
    if (rendered.is_empty()) co_return http::bad_request(content::empty_message);
    if (!personalisation.files.empty()) co_return http::bad_request("Can only send a file by email");

    auto chosen =
        choose_sender(service.sms_senders, service.default_sms_sender(), sms.sms_sender_id, "sms_sender_id", service);
    if (auto* refused = std::get_if<http::Response>(&chosen)) co_return std::move(*refused);
    const services::SmsSender* sender = std::get<0>(chosen);
    const auto& number = sms.phone_number;
    if (auto refused = check_recipient(service, caller.key->type, number.normalised)) co_return std::move(*refused);
    if (auto refused = check_number(service, number)) co_return std::move(*refused);
    if (number.is_abroad()) {
        const auto kind = limits::DailyKind::international_sms;
        const bool has_room = co_await parts_.daily_limits.has_room(service, caller.key->type, kind);
        if (!has_room) co_return daily_limit_exceeded(service, kind, parts_.clock.now());
    }
    if (rendered.is_too_long())
        co_return http::bad_request(content::sms_too_long_message(rendered.characters_without_prefix));

    Draft draft;
    draft.accepted = start(caller, std::move(source), Channel::sms);
    Notification& message = draft.accepted->message;
    message.client_reference = std::move(sms.reference);
    message.recipient = text::strip(sms.recipient);
    message.normalised_recipient = number.normalised;
    message.international = number.international;
    message.phone_prefix = number.country_prefix;
    message.rate_multiplier = number.rate_multiplier;
    message.scheduled_for = sms.scheduled_for;
    if (sender != nullptr) message.reply_to_text = sender->text;
    message.personalisation = std::move(personalisation.json);
    draft.accepted->values = std::move(personalisation.values);
    draft.is_simulated = is_simulated_sms(number.normalised);
    draft.answer = sms_created_json(request, *draft.accepted, rendered.text);
    co_return draft;
}

Task<std::variant<FileLinks, http::Response>> Drafter::keep_template_files(const services::Caller& caller,
                                                                           const EmailRequest& email,
                                                                           templates::TemplatePtr source,
                                                                           const TemplateFiles* files) {
    if (source->files.empty()) co_return FileLinks{};
    const documents::Recipient recipient{email.email_address.normalised, false};
    std::variant<TemplateFiles, http::Response> fetched;
    // The template may have changed since somebody fetched its files.
    if (files == nullptr || files->source != source) {
        fetched = co_await fetch_template_files(parts_.uploader, caller.service, std::move(source));
        if (auto* refused = std::get_if<http::Response>(&fetched)) co_return std::move(*refused);
        files = &std::get<TemplateFiles>(fetched);
    }
    co_return co_await notifications::keep_template_files(parts_.uploader, caller.service, *files, recipient);
}

Task<std::optional<TemplateFiles>> Drafter::fetch_files(const services::Caller& caller, templates::TemplatePtr source) {
    if (source->files.empty()) co_return std::nullopt;
    auto fetched = co_await fetch_template_files(parts_.uploader, caller.service, std::move(source));
    if (auto* files = std::get_if<TemplateFiles>(&fetched)) co_return std::move(*files);
    co_return std::nullopt;
}

Task<std::optional<http::Response>> Drafter::attach_files(const services::Caller& caller, const EmailRequest& email,
                                                          const FileLinks& template_files,
                                                          PersonalisationInput& personalisation) {
    const auto& address = email.email_address.normalised;
    const documents::Recipient recipient{address, is_simulated_email(address)};
    auto uploaded = co_await parts_.uploader.upload(caller.service, personalisation.files, recipient);
    if (auto* refused = std::get_if<http::Response>(&uploaded)) co_return std::move(*refused);
    personalisation = read_personalisation(email.personalisation, email.sanitise_content_for,
                                           {std::get<documents::Uploader::Links>(uploaded), template_files});
    co_return std::nullopt;
}

Task<Drafted> Drafter::email(const http::Request& request, const services::Caller& caller, EmailRequest& email,
                             const TemplateFiles* files) {
    const services::Service& service = *caller.service;
    if (auto refused = check_channel(service, Channel::email)) co_return std::move(*refused);
    if (email.template_id.is_urn()) co_return http::v2_unrepresentable_id();
    auto source = co_await parts_.templates.find(service.id, email.template_id.id);
    if (auto refused = check_template(source.get(), Channel::email)) co_return std::move(*refused);

    auto kept = co_await keep_template_files(caller, email, source, files);
    if (auto* refused = std::get_if<http::Response>(&kept)) co_return std::move(*refused);
    const auto& template_files = std::get<FileLinks>(kept);
    auto personalisation =
        read_personalisation(email.personalisation, email.sanitise_content_for, {{}, template_files});
    if (auto refused = check_placeholders(*source, personalisation.values)) co_return std::move(*refused);
    if (content::is_empty_email(source->parsed, personalisation.values))
        co_return http::bad_request(content::empty_message);

    auto chosen = choose_sender(service.reply_tos, service.default_reply_to(), email.email_reply_to_id,
                                "email_reply_to_id", service);
    if (auto* refused = std::get_if<http::Response>(&chosen)) co_return std::move(*refused);
    const services::ReplyTo* reply_to = std::get<0>(chosen);
    const auto& address = email.email_address;
    if (auto refused = check_recipient(service, caller.key->type, address.normalised)) co_return std::move(*refused);
    if (!personalisation.files.empty()) {
        auto refused = co_await attach_files(caller, email, template_files, personalisation);
        if (refused) co_return std::move(*refused);
    }
    const std::string subject = content::render_email_subject(source->parsed, personalisation.values);
    const std::string text = content::render_email_source(source->parsed, personalisation.values);
    if (text.size() > content::email_bytes_max)
        co_return http::bad_request(content::email_too_long_message(text.size()));

    Draft draft;
    draft.accepted = start(caller, std::move(source), Channel::email);
    Notification& message = draft.accepted->message;
    message.client_reference = std::move(email.reference);
    message.recipient = address.address;
    message.normalised_recipient = address.normalised;
    if (!personalisation.files.empty())
        message.document_download_count = static_cast<std::int64_t>(personalisation.files.size());
    message.scheduled_for = email.scheduled_for;
    if (reply_to != nullptr) message.reply_to_text = reply_to->email_address;
    message.unsubscribe_link = std::move(email.one_click_unsubscribe_url);
    message.personalisation = std::move(personalisation.json);
    draft.accepted->values = std::move(personalisation.values);
    draft.is_simulated = is_simulated_email(address.normalised);
    draft.answer =
        email_created_json(request, *draft.accepted, subject, text, parts_.email_domain, personalisation.sanitised);
    co_return draft;
}

}  // namespace herald::notifications
