#include "notices/own_mail.h"

#include <vector>

#include "notifications/counts.h"
#include "notifications/notification_store.h"
#include "recipients/email_address.h"
#include "services/service_store.h"
#include "templates/template_store.h"

namespace herald::notices {
namespace {

using notifications::Notification;

/// One message without its recipient.
Notification message_of(const templates::StoredTemplate& source, const services::Service& own, Timestamp now) {
    Notification message;
    message.service_id = own.id;
    message.template_id = source.id;
    message.template_version = source.version;
    message.channel = services::Channel::email;
    message.created_at = now;
    if (const auto* reply_to = own.default_reply_to()) message.reply_to_text = reply_to->email_address;
    return message;
}

templates::NewTemplate template_of(const Wording& wording) {
    templates::NewTemplate text;
    text.service_id = services::own_service_id;
    text.type = templates::TemplateType::email;
    text.name = wording.name;
    text.subject = wording.subject;
    text.content = wording.content;
    text.created_by_id = services::own_user_id;
    return text;
}

}  // namespace

std::size_t OwnMail::send(db::Transaction& tx, const Wording& wording, std::span<const Mail> mails,
                          Timestamp now) const {
    if (mails.empty()) return 0;
    services::ensure_own_service(tx, parts_.ids, parts_.own, now);
    const auto source = templates::ensure_template(tx, wording.template_id, template_of(wording), now);
    const auto own = services::load_service(tx, parts_.sealer, services::own_service_id, now);

    std::vector<Notification> messages;
    for (const Mail& mail : mails) {
        const auto address = recipients::parse_email_address(mail.email_address);
        if (!address) continue;
        Notification& message = messages.emplace_back(message_of(*source, *own, now));
        message.id = parts_.ids.next_ordered();
        message.recipient = address->address;
        message.normalised_recipient = address->normalised;
        message.personalisation = mail.personalisation;
    }
    std::vector<notifications::NewNotification> rows;
    notifications::CountChanges counts;
    for (const Notification& message : messages) {
        rows.push_back({&message, Uuid{}});
        counts.created(message);
    }
    if (!rows.empty()) notifications::insert_with_deliveries(tx, parts_.sealer, rows);
    counts.flush(tx, parts_.count_shard);
    return messages.size();
}

}  // namespace herald::notices
