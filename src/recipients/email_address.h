#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace herald::recipients {

inline constexpr std::string_view email_address_error = "Not a valid email address";
/// What a form says instead.
inline constexpr std::string_view email_address_form_error =
    "Enter an email address in the correct format, like name@example.gov.uk";

/// An email address that mail can be sent to (content.md §6, public-api §2.8).
struct EmailAddress {
    std::string address;     ///< as typed, stripped: what is stored and shown as the recipient
    std::string normalised;  ///< lower case: for comparing and sending
};

/// Nothing when it is not valid: the message is `email_address_error`.
std::optional<EmailAddress> parse_email_address(std::string_view text);

/// A host name in ASCII by IDNA 2003: `hafan-môr.cymru` becomes `xn--hafan-mr-b4a.cymru`; ASCII comes back lower-cased.
/// Nothing when it can't be converted.
std::optional<std::string> host_to_ascii(std::string_view host);

/// The address with its host in ASCII, as mail servers want it. An address that can't be converted comes back
/// unchanged.
std::string to_ascii_address(std::string_view address);

/// How a recipient is compared with the guest list and the team (content.md §7.5): phone numbers by their normalised
/// form, otherwise email addresses lower-cased, otherwise as typed.
std::string normalise_recipient(std::string_view recipient);

}  // namespace herald::recipients
