#include "delivery/providers/email_text.h"

namespace herald::delivery {
namespace {

std::string host_of(std::string_view address) {
    const auto at = address.rfind('@');
    return std::string(at == std::string_view::npos ? "localhost" : address.substr(at + 1));
}

}  // namespace

std::string message_id_for(const OutgoingEmail& message, std::string_view from_address, std::string_view domain) {
    return message.notification_id.to_string() + "@" +
           (domain.empty() ? host_of(wire_address(from_address)) : std::string(domain));
}

MimeMessage mime_for(const OutgoingEmail& message, std::string from_address, std::string message_id, Timestamp date) {
    MimeMessage mime;
    mime.message_id = std::move(message_id);
    mime.date = date;
    mime.from_name = message.from_name;
    mime.from_address = std::move(from_address);
    mime.to_address = message.recipient;
    mime.reply_to = message.reply_to;
    mime.subject = message.subject;
    mime.text = message.text;
    mime.html = message.html;
    mime.unsubscribe_url = message.unsubscribe_url;
    return mime;
}

}  // namespace herald::delivery
