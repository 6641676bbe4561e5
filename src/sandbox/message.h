#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "http/message.h"

namespace herald::sandbox {

enum class Provider : std::uint8_t { mmg, firetext, ses, twilio, http_sms };
inline constexpr std::size_t providers_count = 5;

std::string_view to_text(Provider provider);

/// What becomes of a message, by its recipient.
enum class Fate : std::uint8_t { delivered, temporary_failure, permanent_failure, complaint };

/// The magic numbers of contract providers §17.2, by their last digits.
Fate fate_of_number(std::string_view number);
/// The magic addresses; `complaint@simulator.notify` is our own addition.
Fate fate_of_address(std::string_view address);

/// A message as an emulator has taken it.
struct Message {
    Provider provider = Provider::mmg;
    Fate fate = Fate::delivered;
    std::string notification_id;     ///< the reference its sender gave; may be empty for email
    std::string provider_reference;  ///< what the emulator calls it: email, Twilio and http-sms only
    std::string recipient;
    std::string callback_url;  ///< where Twilio was asked to post, signed with `secret`; else empty
    std::string secret;
};

/// Read what the real clients send (contract providers §2, §3, §6). What the provider would refuse gives the refusal
/// in the provider's own format. The `provider_reference` is left empty.
std::variant<Message, http::Response> read_mmg(const http::Request& request);
std::variant<Message, http::Response> read_firetext(const http::Request& request);
std::variant<Message, http::Response> read_ses(const http::Request& request);
/// Twilio's form.
std::variant<Message, http::Response> read_twilio(const http::Request& request);
/// `{"to", "text", "reference"}`: an interface such as many providers have, for `http-sms-adapter`.
std::variant<Message, http::Response> read_http_sms(const http::Request& request);

http::Response acceptance(const Message& message);
/// A 5xx of that provider.
http::Response failure(Provider provider, int status);

}  // namespace herald::sandbox
