#pragma once

#include "delivery/provider.h"
#include "delivery/providers/mime_message.h"

namespace herald::delivery {

/// `<notification id>@domain`, without brackets: the same on every try. `domain` may be empty: then it is the host of
/// the From address.
std::string message_id_for(const OutgoingEmail& message, std::string_view from_address, std::string_view domain);

/// The mail to be written out.
MimeMessage mime_for(const OutgoingEmail& message, std::string from_address, std::string message_id, Timestamp date);

}  // namespace herald::delivery
