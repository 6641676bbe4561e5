#include "delivery/message_maker.h"

#include "content/render.h"

namespace herald::delivery {

using notifications::Status;

MadeSms make_sms(const notifications::Accepted& accepted) {
    const auto& message = accepted.message;
    const auto& service = *accepted.service;
    std::optional<std::string_view> prefix;
    if (service.prefix_sms) prefix = service.name;
    auto rendered = content::render_sms(accepted.source->parsed.body, accepted.values, prefix);
    MadeSms made;
    made.fragments = static_cast<std::int64_t>(rendered.size.fragments());
    made.message.notification_id = message.id;
    made.message.recipient = message.normalised_recipient;
    made.message.sender = message.reply_to_text.value_or("");
    made.message.content = std::move(rendered.text);
    made.message.international = message.international;
    return made;
}

OutgoingEmail make_email(const notifications::Accepted& accepted, const Installation& installation,
                         const std::optional<unsubscribe::Links>& links) {
    const auto& message = accepted.message;
    const auto& service = *accepted.service;
    const auto& parsed = accepted.source->parsed;
    content::EmailPage page;
    page.branding.installation_name = installation.name;
    page.branding.installation_colour = installation.colour;
    OutgoingEmail email;
    email.notification_id = message.id;
    email.recipient = message.normalised_recipient;
    email.from_name = service.email_sender_name();
    email.from_address = service.email_sender_local_part + "@" + installation.email_domain;
    email.reply_to = message.reply_to_text;
    email.subject = content::render_email_subject(parsed, accepted.values);
    if (links) page.unsubscribe_link = links->page;
    email.text = content::render_email_text(parsed, accepted.values, page.unsubscribe_link);
    email.html = content::render_email_html(parsed, accepted.values, page);
    email.unsubscribe_url = message.unsubscribe_link;
    if (links && !email.unsubscribe_url) email.unsubscribe_url = links->one_click;
    return email;
}

std::vector<Status> simulated_statuses(const notifications::Notification& message, std::string_view provider) {
    const std::string& recipient = message.recipient;
    if (message.channel == notifications::Channel::email) {
        if (recipient == "temp-fail@simulator.notify") return {Status::temporary_failure};
        if (recipient == "perm-fail@simulator.notify") return {Status::permanent_failure};
        return {Status::delivered};
    }
    if (recipient.ends_with("7700900003")) {
        if (provider == "firetext") return {Status::pending, Status::temporary_failure};
        return {Status::temporary_failure};
    }
    if (recipient.ends_with("7700900002")) return {Status::permanent_failure};
    return {Status::delivered};
}

}  // namespace herald::delivery
