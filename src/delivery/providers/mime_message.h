#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace herald::delivery {

/// What a mail consists of, all UTF-8. Line ends of the bodies may be of any kind.
struct MimeMessage {
    std::string message_id;  ///< `left@right`, without brackets
    Timestamp date;
    std::string from_name;  ///< may be empty
    std::string from_address;
    std::string to_address;
    std::optional<std::string> reply_to;
    std::string subject;
    std::string text;
    std::string html;
    std::optional<std::string> unsubscribe_url;
    std::string token;  ///< by which we know the message when it comes back; empty: none
};

/// An RFC 5322 message with CRLF line ends: multipart/alternative, text then html, both quoted-printable
/// (contract providers §19.1). No line is longer than 998 bytes, everything is ASCII, and no value can start a header
/// of its own: line breaks and other control characters in header values become spaces.
std::string to_mime(const MimeMessage& message);

/// `"Name" <address>`, with the name as RFC 2047 encoded words when it is not plain ASCII; just the address when the
/// name is empty. One line, however long.
std::string mailbox(std::string_view name, std::string_view address);

/// A header value as it may stand on the wire: itself when it is ASCII, else RFC 2047 encoded words (UTF-8, base64),
/// separated by single spaces. Control characters become spaces.
std::string encode_header_text(std::string_view text);

std::string quoted_printable(std::string_view text);

/// Host in punycode (IDNA), local part untouched. Text without `@`, or with a host that has no such form, is returned
/// as it is: the provider will refuse it.
std::string with_ascii_host(std::string_view address);

/// An address as it may stand between angle brackets, in a header or an SMTP command: host in punycode, and without
/// anything that could end the brackets or the line.
std::string wire_address(std::string_view address);

}  // namespace herald::delivery
